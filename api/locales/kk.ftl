### Қазақша мәтіндер. Кілттер үш тілде бірдей; сөздер аударма емес, әр тілде өзінше жазылған.

## Айналасы
site-title = Мұғалімдер мен ата-аналар ұйымдарының ашық тізілімі
skip = Мазмұнға өту
nav-label = Негізгі бөлімдер
nav-organizations = Ұйымдар
nav-areas = Өңірлер
nav-subjects = Пәндер
nav-activities = Қызмет бағыттары
nav-about = Birlik туралы
nav-api = Ашық API (ағылшынша)
lang-label = Тіл
search-label = Ұйым іздеу
search-placeholder = Пән, мектеп, аудан немесе атауы
search-button = Іздеу
suggest-label = Ұсыныстар
suggest-count = Ұсыныстар саны: { $n }
footer-label = Сайт бөлімдері
footer-licence = Деректер ашық (CC0): кез келген мақсатта еркін пайдалануға болады. Бағдарлама коды MIT немесе Apache 2.0 лицензиясымен таралады.
crumbs-label = Бет жолы
all-regions = Барлық өңірлер
source = Дереккөз
programs = Бағдарламаларға
of = { $n } / { $total }

## Күндер
month = { $month ->
    [1] қаңтар
    [2] ақпан
    [3] наурыз
    [4] сәуір
    [5] мамыр
    [6] маусым
    [7] шілде
    [8] тамыз
    [9] қыркүйек
    [10] қазан
    [11] қараша
   *[12] желтоқсан
}
month-when = { $month ->
    [1] қаңтарда
    [2] ақпанда
    [3] наурызда
    [4] сәуірде
    [5] мамырда
    [6] маусымда
    [7] шілдеде
    [8] тамызда
    [9] қыркүйекте
    [10] қазанда
    [11] қарашада
   *[12] желтоқсанда
}
month-since = { $month ->
    [1] қаңтардан
    [2] ақпаннан
    [3] наурыздан
    [4] сәуірден
    [5] мамырдан
    [6] маусымнан
    [7] шілдеден
    [8] тамыздан
    [9] қыркүйектен
    [10] қазаннан
    [11] қарашадан
   *[12] желтоқсаннан
}
month-until = { $month ->
    [1] қаңтарға
    [2] ақпанға
    [3] наурызға
    [4] сәуірге
    [5] мамырға
    [6] маусымға
    [7] шілдеге
    [8] тамызға
    [9] қыркүйекке
    [10] қазанға
    [11] қарашаға
   *[12] желтоқсанға
}
date-day = { $year } жылғы { $day } { month }
date-month = { $year } жылғы { month }
date-year = { $year } жыл
date-when-day = { $year } жылғы { $day } { month-when }
date-when-month = { $year } жылғы { month-when }
date-when-year = { $year } жылы
date-since-day = { $year } жылғы { $day } { month-since } бастап
date-since-month = { $year } жылғы { month-since } бастап
date-since-year = { $year } жылдан бастап
date-until-day = { $year } жылғы { $day } { month-until } дейін
date-until-month = { $year } жылғы { month-until } дейін
date-until-year = { $year } жылға дейін
as-of = { $date } жағдайы бойынша

## Елдер
country-KZ = Қазақстан
country-DE = Германия
country-EE = Эстония
country-FI = Финляндия
country-FR = Франция
country-GB = Ұлыбритания
country-KG = Қырғызстан
country-PL = Польша
country-RU = Ресей
country-TR = Түркия
country-US = АҚШ
country-UZ = Өзбекстан

## Өңірлердің картадағы атаулары
region-short-10 = Абай
region-short-11 = Ақмола
region-short-15 = Ақтөбе
region-short-19 = Алматы обл.
region-short-23 = Атырау
region-short-27 = БҚО
region-short-31 = Жамбыл
region-short-33 = Жетісу
region-short-35 = Қарағанды
region-short-39 = Қостанай
region-short-43 = Қызылорда
region-short-47 = Маңғыстау
region-short-55 = Павлодар
region-short-59 = СҚО
region-short-61 = Түркістан
region-short-62 = Ұлытау
region-short-63 = ШҚО
region-short-71 = Астана
region-short-75 = Алматы
region-short-79 = Шымкент
region-tiny-10 = Абай
region-tiny-11 = Ақмола
region-tiny-15 = Ақтөбе
region-tiny-19 = Алм. о.
region-tiny-23 = Атырау
region-tiny-27 = БҚО
region-tiny-31 = Жамб.
region-tiny-33 = Жетісу
region-tiny-35 = Қараг.
region-tiny-39 = Қост.
region-tiny-43 = Қызыл.
region-tiny-47 = Маңғ.
region-tiny-55 = Павл.
region-tiny-59 = СҚО
region-tiny-61 = Түрк.
region-tiny-62 = Ұлыт.
region-tiny-63 = ШҚО
region-tiny-71 = Астана
region-tiny-75 = Алм.
region-tiny-79 = Шымк.

## Түрлер, көпше
kinds-trade_union = Кәсіподақтар
kinds-union_association = Кәсіподақ бірлестіктері
kinds-methodical_association = Әдістемелік бірлестіктер
kinds-teacher_association = Мұғалімдер қауымдастықтары
kinds-parent_committee = Ата-аналар комитеттері
kinds-parent_association = Ата-аналар бірлестіктері
kinds-board_of_trustees = Қамқоршылық кеңестер
kinds-school_council = Мектеп кеңестері
kinds-pedagogical_council = Педагогикалық кеңестер
kinds-methodical_council = Әдістемелік кеңестер
kinds-coordination_council = Үйлестіру кеңестері
kinds-ngo = ҮЕҰ
kinds-community = Қоғамдастықтар
kinds-network = Желілер
group-unions = Кәсіподақтар
group-methodical = Әдістемелік бірлестіктер
group-teachers = Мұғалімдер қауымдастықтары
group-parents = Ата-аналар ұйымдары
group-boards = Қамқоршылық кеңестер
group-ngos = ҮЕҰ
group-communities = Қоғамдастықтар
group-councils = Кеңестер

## Басты бет
home-description = Қазақстан мұғалімдері мен ата-аналары бірігетін ұйымдар: кәсіподақтар, әдістемелік бірлестіктер, қауымдастықтар, ата-аналар комитеттері. Пән, мектеп немесе аудан бойынша іздеңіз.
home-examples = Мысалы:
home-example-1 = химия Түркістан
home-example-2 = №25 мектеп кәсіподағы Семей
home-example-3 = ата-аналар комитеті
home-kinds = Ұйым түрлері
home-map = Өңірлердегі ұйымдар
map-label = Өңірлер картасы: әр өңірдегі ұйымдар саны
map-legend = Ұйымдар саны:
map-table = Осы мәлімет кесте түрінде
map-here = Картада белгіленген: { $name }
home-voices = Мұғалімдер дауысы сандармен
voice-total = Тізілімдегі ұйымдар
voice-total-meaning = Мұғалімдер мен ата-аналардың әзірге белгілі барлық ұйымы.
voice-teachers = Мұғалімдер ұйымдары
voice-teachers-meaning = Кәсіподақтар, әдістемелік бірлестіктер және мұғалімдер қауымдастықтары.
voice-parents = Ата-аналар ұйымдары
voice-parents-meaning = Ата-аналар комитеттері мен бірлестіктері, қамқоршылық кеңестер.
voice-regions = Қамтылған өңірлер
voice-regions-meaning = Кемінде бір ұйымы белгілі өңірлер.
home-from-registry = Тізілім бойынша есептелген,
home-confirmed = Расталғаны: { $n } (барлығы { $total }).
home-how-read = Бұл сандарды қалай түсіну керек
home-changes = Соңғы өзгерістер
home-whom = Кімге не береді
whom-teachers = Мұғалімге
whom-teachers-text = Өз пәніңіз бойынша ауданыңыздағы ұйымды табыңыз: ол шынымен бар ма, қалай қосылуға болады, кімнен сұраған жөн.
whom-teachers-link = Пәнді таңдау
whom-organizations = Ұйымға
whom-organizations-text = Өз жазбаңызды тауып, онда не бар екенін, не жетпейтінін көріңіз.
whom-organizations-link = «Расталған» деген не?
whom-ministry = Министрлікке
whom-ministry-text = Әр өңір мен ауданда қандай ұйым бар, қайсысы жоқ: бәрі реттелген бір тізімде.
whom-ministry-link = Өңірлерді қарау
whom-developers = Әзірлеушіге
whom-developers-text = Бүкіл тізілім ашық API арқылы беріледі, кілт сұралмайды.
whom-developers-link = API сипаттамасы (ағылшынша)

## Тізім
list-title = Ұйымдар
list-title-words = «{ $q }»
list-description = Мұғалімдер мен ата-аналар ұйымдары. Табылғаны: { $n }.
found = Табылды: { $n }
nothing-found = Ештеңе табылмады
nothing-found-text = Сөзді азайтып, жазылуын тексеріп көріңіз немесе басқа жолмен іздеңіз:
nothing-found-words = Сүзгісіз іздеу: «{ $q }»
nothing-found-filters = Сүзгіні қалдырып, сөзді алып тастау
nothing-found-subjects = Пәндер бойынша қарау
list-chips = Қолданылған сүзгілер
chip-remove = алып тастау
list-clear = Бәрін алып тастау
list-ignored = Мына сүзгілер түсініксіз, сондықтан ескерілмеді:
list-restarted = Сілтеме ескірген, тізім басынан көрсетілді.
list-changed = Осы арада тізілім өзгерді: жазба қайталануы немесе көрінбей қалуы мүмкін.
list-results = Нәтижелер
list-filters = Сүзгілер
list-all = Барлық ұйымдар
list-all-n = Барлығын көрсету: { $n }
list-programs = Осы тізім бағдарламалар үшін:
sort-label = Реттеу:
sort-relevance = сәйкестігі
sort-name = атауы
sort-updated = өзгерген күні
pages-label = Тізім беттері
pages-shown = Көрсетілгені: { $range } (барлығы { $total })
pages-next = Келесі бет
pages-start = Тізімнің басына
facet-more = Тағы { $n }
filter-kind = Түрі
filter-level = Деңгейі
filter-area = Өңір
filter-subject = Пән
filter-activity = Қызмет бағыты
filter-legal_form = Құқықтық нысаны
filter-status = Күйі
filter-confirmed = Расталуы
filter-host = Мектеп немесе колледж
filter-parent = Құрамында
filter-country = Ел
filter-bin = БСН
bin-with = БСН бар
bin-without = БСН жоқ
confirmed = Расталған
confirmed-on = { $when } расталған
not-confirmed = Расталмаған: тек тізімде бар
item-contact = Байланыс: { $contact }
synthetic-short = сынақ жазбасы

## Жазба
record-description = { $kind }, { $place }: қалай қосылуға болады, байланыс деректері, сандары және олардың дереккөзі.
record-names = Басқа атаулары
name-short = қысқаша атауы
name-former = бұрынғы атауы
name-alias = басқа атауы
name-label = бейресми атауы
name-trade = сауда атауы
record-which-list = Қай тізімде?
record-status = Күйі: { $status }
synthetic-title = Жасанды дерек, сынақ үшін жасалған.
synthetic-text = Шын мәнінде мұндай ұйым жоқ.
abroad-title = Шетел ұйымы ({ $country }).
abroad-text = Салыстыру үшін берілген, Қазақстан ұйымдарының санына кірмейді.
how-to-join = Қалай қосылуға болады
join-unknown = Бұл ұйымға қалай қосылуға болатынын әзірге ешкім айтқан жоқ.
join-ask-itself = Ұйымның өзінен сұраңыз: байланыс деректері төменде.
join-link = Қосылу бетін ашу
join-open-to = Кім қосыла алады
join-rules = Ережесі
join-rules-where = Ережесі жарияланған бет
fee = Жарна
fee-unknown = жарна бар, мөлшері белгісіз
fee-unknown-month = ай сайынғы жарна, мөлшері белгісіз
fee-unknown-year = жыл сайынғы жарна, мөлшері белгісіз
fee-unknown-once = бір реттік жарна, мөлшері белгісіз
fee-KZT = { $amount } ₸
fee-USD = { $amount } $
fee-EUR = { $amount } €
fee-RUB = { $amount } ₽
fee-percent = жалақының { $amount } пайызы
fee-period = { $period } { $fee }
ask-parent = Жоғары тұрған ұйымнан сұраңыз:
ask-host = Мектептің немесе колледждің өзінен сұраңыз:
ask-region = Өңірдегі басқа ұйымдарды қараңыз:
ask-regions = Өз өңіріңіздегі ұйымдарды қараңыз
contacts = Байланыс
contacts-none = Бұл ұйыммен қалай хабарласуға болатыны әзірге белгісіз.
contacts-only-channels = Телефоны мен электрондық поштасы белгісіз.
contact-address = Мекенжайы
contact-phone = Телефоны
contact-mail = Электрондық поштасы
contact-site = Сайты
channel-followers = жазылушылары: { $n }
channel-engagement = белсенділігі { $percent } %
record-does = Немен айналысады
fact-host = Мектеп немесе колледж
host-teachers = мұғалімдері: { $n }
fact-legal-form = Құқықтық нысаны
fact-bin = БСН
fact-founded = Құрылған уақыты
fact-registered = Мемлекеттік тіркеуден өткен күні
fact-origin = Қалай құрылған
fact-identifier = Басқа тізілімдегі нөмірі
fact-officer = Лауазым
figures = Сандар
figures-caption = Ұйымның сандары: күні, ауқымы, дереккөзі
figures-note = Ауқымы әртүрлі сандар қатар тұрады, бір-біріне қосылмайды.
figure-what = Не саналған
figure-how-many = Саны
figure-scope = Ауқымы
figure-as-of = Күні
figure-members = Мүшелер: { $category }
figure-units-regional_and_territorial = Облыстық және аумақтық ұйымдар
figure-about = шамамен { $n }
figure-more_than = { $n }-{ $ending } астам
figure-less_than = { $n }-{ $ending } аз
structure = Құрылымы
part-of = Құрамында
includes = Құрамына кіреді
units-all = Барлығын көрсету: { $n }
documents = Құжаттар
sources = Қайдан белгілі
sources-none = Дереккөзі көрсетілмеген.
source-row = { $row }-жол
source-read = Тізім { $when } оқылған.
source-bad-bin = Тізімдегі БСН ({ $bin }) дұрыс емес, сондықтан алынбады.
source-list = Тізім
source-records = Жазба
source-name = Тізімнің атауы
source-all-title = Дереккөздер
source-all-description = Тізілімдегі жазбалар қандай тізімдерден алынғаны және әрқайсысынан не алынғаны.
source-all-intro = Әр жазба қай тізімнен және қай жолдан алынғанын айтады. Мұнда барлық тізім тұр.
source-api = API арқылы барлық дереккөз
source-description = «{ $title }»: осы тізімнен алынған жазбалар саны: { $n }.
source-total = Осы тізімде бар жазбалар: { $n }
source-synthetic = Бұл тізім жасанды: сынақ үшін ойдан құрылған.
source-editions = Тізімнің басылымдары
source-editions-note = Алынбаған жолдар жоғалмайды: әрқайсысының себебі есепте жазылған.
source-rows = Жол
source-bodies = Олардағы ұйым
source-created = Жаңа жазба
source-updated = Толықтырылған жазба
source-not-education = Білім беру туралы емес жол
source-refused = Басқа себеппен алынбаған жол
source-review = Адам шешетін жол
source-vanished = Алдыңғы басылымда болып, мұнда жоқ
source-came = Осы тізімнен алынған
source-nothing = Бұл тізімнен ештеңе алынбаған.
source-page-before = Алдыңғы бет
source-page-after = Келесі бет
source-all-link = Барлық дереккөз
source-differ-title = Тізімдер әртүрлі айтады
source-value = Мәні
source-taken = жазбада осы
source-statements = Қай тізім не айтты (API)
source-rule-agreed = Барлық тізім бірдей айтады.
source-rule-together = Барлық тізімнің мәні біріктірілген.
source-rule-confirmed = Ұйымның өзі растаған мән қалады.
source-rule-registry = Тізілімде бұрыннан бар мән қалады.
source-rule-more_exact = Дәлірек мән алынды.
source-rule-newest_list = Ең жаңа тізімдегі мән алынды.
source-rule-most_rows = Жолдардың көбінде тұрған мән алынды.
source-rule-first_row = Бірдей жиі кездесетін мәндердің біріншісі алынды.
history = Өзгерістер тарихы
history-more = Толық тарихы (JSON)
verb-created = Қосылды
verb-updated = Өзгерді
verb-removed = Тізілімнен алынды
verb-merged = Басқа жазбаға біріктірілді
verb-restored = Қалпына келтірілді
verb-erased = Бұрынғы нұсқасынан дерек өшірілді
actor-system = тізілім қызметі енгізді
record-side = Қосымша мәлімет
record-region = Өңірі
record-neighbours-subject = Осы өңірдегі басқа ұйымдар: { $subject }
record-neighbours-kind = Осы өңірдегі басқа ұйымдар: { $kind }
record-neighbours-all = Барлығын көрсету
record-similar = Ұқсас ұйымдар
share = Бөлісу
programs-id = Идентификатор
programs-address = Тұрақты мекенжайы
programs-record = Жазба
field-kind = түрі
field-level = деңгейі
field-status = күйі
field-origin = қалай құрылғаны
field-names = атаулары
field-legal_form = құқықтық нысаны
field-bin = БСН
field-founded_on = құрылған уақыты
field-registered_on = тіркелген күні
field-country = елі
field-area = орны
field-host = мектебі
field-activities = қызмет бағыттары
field-subjects = пәндері
field-contacts = байланыс деректері
field-membership = қосылу тәртібі
field-officers = лауазымдары
field-documents = құжаттары
field-affiliations = қай ұйымға кіретіні
field-member_counts = мүшелер саны
field-unit_counts = бөлімшелер саны
field-identifiers = нөмірлері
field-confirmed = расталуы
field-sources = дереккөздері

## Өңірлер
areas-title = Барлық өңірлер
areas-description = Қазақстанның әр өңірінде мұғалімдер мен ата-аналардың қанша ұйымы белгілі.
areas-intro = Әр шаршы — бір өңір; саны мен реңкі онда қанша ұйым бар екенін көрсетеді.
areas-region = Өңір
areas-bodies = Ұйымдар
areas-all = Барлығы
areas-everywhere = Республикалық немесе орны белгісіз ұйымдар: { $n }
area-former = бұрынғы атауы:
area-description = { $name }: мұғалімдер мен ата-аналар ұйымдары. Белгілісі: { $n }.
area-total = Ұйымдар: { $n }
area-kinds = Түрлері бойынша
area-none = Бұл жерден тізілімде әзірге бірде-бір ұйым жоқ.
area-missing = Тізілімде әзірге жоқ:
area-missing-note = Бұл олардың өмірде жоқ екенін білдірмейді.
area-inside = Аудандар мен қалалар
area-inside-caption = Аудандар мен түрлер бойынша ұйымдар саны
area-place = Аудан, қала
area-latest = Мұндағы соңғы өзгерістер
area-side = Карта және деректер
area-map = Картадағы орны

## Пәндер мен бағыттар
subjects-title = Пәндер
subjects-description = Әр пән мұғалімдерінің қандай бірлестіктері бар және олар қанша.
subjects-one-description = { $name }: осы пән мұғалімдерінің ұйымдары. Белгілісі: { $n }.
subjects-one-intro = Осы пән мұғалімдерінің бірлестіктері, қауымдастықтары мен желідегі топтары.
subjects-others = Басқа пәндер
activities-title = Қызмет бағыттары
activities-description = Ұйымдар немен айналысады және әр бағытта қанша ұйым бар.
activities-one-description = { $name }: осы бағыттағы ұйымдар. Белгілісі: { $n }.
activities-one-intro = Осы бағытта жұмыс істейтін ұйымдар.
activities-others = Басқа бағыттар
topic-none = Әзірге ұйым жоқ
topic-none-text = Тізілімде бұл тақырыпта бірде-бір ұйым жоқ. Бұл олардың өмірде жоқ екенін білдірмейді.
topic-side = Сандар
topic-kinds = Түрлері бойынша
topic-regions = Өңірлер бойынша

## Birlik туралы
about-title = Birlik туралы
about-description = Birlik деген не, деректері қайдан алынады, оларды қандай шартпен пайдалануға болады.
about-what = Birlik — Қазақстан мұғалімдері мен ата-аналарының дауысын жеткізетін ұйымдардың ашық тізілімі: кәсіподақтар, әдістемелік және пәндік бірлестіктер, ата-аналар комитеттері, қамқоршылық кеңестер, білім беру саласындағы ҮЕҰ және желідегі қоғамдастықтар.
about-why = Зерттеулер мұндай бірыңғай, сенімді дерекқордың жоқ екенін көрсетті: мұғалімдер өз бірлестігі туралы бір-бірінен естиді, тізімдерде бір ұйым қайталанып жүреді, хаттар жауапсыз қалады. Тізілім әр ұйымның немен айналысатынын, қалай хабарласып, қалай қосылуға болатынын бір жерге жинайды.
about-not-title = Birlik-ті немен шатастырмау керек
about-not-state = Бұл мемлекеттік тіркеу емес. Тізілімде болу заңды тұлға мәртебесін бермейді және мемлекеттік тіркеуді алмастырмайды.
about-not-people = Бұл адамдардың тізімі емес. Мүшелер тек санмен көрсетіледі, ешкімнің аты-жөні жазылмайды.
about-not-control = Бұл кәсіподақтарды тексеру құралы емес. Заң бойынша олар мемлекетке есеп бермейді; мұнда тек өздері жариялаған сандар тұрады.
about-sources-title = Деректер қайдан алынды
about-sources = Алғашқы жазбалар екі зерттеуден алынды. Екеуін де Beles аналитика және стратегия орталығы «Сорос-Қазақстан» қорымен бірге жасаған; әр жазбада оның қай тізімнен, қай жолдан алынғаны көрсетілген.
about-report-teachers = «Мұғалімдердің дауысы»: деректері 2021 жылғы сәуір мен мамырға тиесілі.
about-report-parents = «Қазақстан ата-аналары»: әлеуметтік желілер 2022 жылғы 13–18 ақпанда қаралған.
about-areas = Өңірлер мен аудандар: Ұлттық статистика бюросының ӘАОЖ (КАТО) жіктеуіші.
about-confirm-title = «Расталған» деген не?
about-confirm = Әр жазбада оның қаншалықты және қашан расталғаны көрінеді.
about-confirm-imported = Ұйымның аты тек тізімде кездеседі; оның бар екенін әзірге ешкім растаған жоқ.
about-confirm-contact = Ұйымның поштасынан жауап келген.
about-confirm-documents = Жарғысы немесе куәлігі тексерілген.
about-confirm-official = БСН бойынша ресми тізілімнен табылған.
about-figures-title = Сандарды қалай түсіну керек
about-figures = Әр санның жанында күні, ауқымы және дереккөзі тұрады. Ауқымы әртүрлі сандар қатар беріледі: тізілім оларды қоспайды, түзетпейді және қайшылық деп атамайды. Желідегі жазылушылар мүшелерге қосылмайды. Өңірлер мен түрлер бойынша сандар осы тізілімнен саналады, ал шетел ұйымдары ол санға кірмейді.
about-figures-example = Мысалы, салалық кәсіподақтың өз мәліметі бойынша 730 302 мүшесі бар: оған мұғалімдер, өзге қызметкерлер және студенттер кіреді. Зерттеудің инфографикасы мұғалімдердің өзін ғана шамамен 198 000 деп көрсетеді.
about-licence-title = Пайдалану шарттары
about-licence-data = Деректер CC0 шартымен ашық: рұқсат сұрамай көшіруге, өңдеуге, жариялауға болады.
about-licence-code = Бағдарлама коды да ашық: MIT немесе Apache 2.0, қайсысын таңдасаңыз да болады.
about-privacy-title = Дербес деректер
about-privacy = Тек ұйымның өзіне тиесілі байланыс деректері жарияланады. Жеке телефондар, жеке пошталар, ЖСН және адамдардың аты-жөні ашық түрде сақталмайды: тізімде кездессе де алынбайды.

## Қателер
error-gone-title = Бұл жазба тізілімнен алынды
error-gone-text = Бұл мекенжайда ұйым туралы жазба болған. Ол тізілімнен алынды: тізім қате енгізілген немесе кері қайтарылған. Тарихы API арқылы қолжетімді.
error-not-found-title = Мұндай бет жоқ
error-not-found-text = Мекенжайы қате жазылған немесе бет өшірілген болуы мүмкін. Іздеп көріңіз.
error-bad-request-title = Сұрау түсініксіз
error-bad-request-text = Мекенжайды тексеріңіз немесе іздеуден бастаңыз.
error-unavailable-title = Қызмет уақытша жауап бере алмай тұр
error-unavailable-text = Бірнеше минуттан кейін қайталап көріңіз.
error-failed-title = Қате біздің жақтан шықты
error-failed-text = Қате тіркелді. Сәл кейінірек қайталап көріңіз.
error-home = Басты бетке

## Алғашқы тізімдердегі ағылшынша сөздер, бет тілінде
said-voices = «Мұғалімдердің дауысы» зерттеуі (Beles аналитика және стратегия орталығы, «Сорос-Қазақстан» қоры), деректері 2021 жылғы сәуір мен мамырға тиесілі
said-parents = «Қазақстан ата-аналары» зерттеуі (Beles аналитика және стратегия орталығы, «Сорос-Қазақстан» қоры), әлеуметтік желілер 2022 жылғы 13–18 ақпанда қаралған
said-list-abroad = Халықаралық тәжірибе
said-list-groups = Білім беру туралы белсенді Facebook топтары
said-list-academy = Ы. Алтынсарин атындағы Ұлттық білім академиясының сайтындағы мұғалімдер қауымдастықтары
said-list-pages = Әлеуметтік желілердегі ата-аналар мен білім беру туралы парақшалар
said-list-union = edu-tradeunion.kz сайты, зерттеуде келтірілгені бойынша
said-inferred = жанама қорытынды: зерттеуде Республикалық қауымдастыққа 12 қауымдастық кіретіні айтылып, осы тізім келтірілген
said-infographic = инфографика
said-infographic-report = зерттеудің инфографикасы
said-text = зерттеудің мәтіні
said-text-same = сол зерттеудің мәтіні
said-report-latest = зерттеу, сол кездегі ең соңғы дерек
said-report-parents = ата-аналар туралы зерттеу
said-own = кәсіподақтың өз мәліметі, зерттеуде келтірілген
said-own-dated = кәсіподақтың өз мәліметі: 2021 жылғы зерттеуде күні көрсетілмей келтірілген, басқа жерде 2019 жылғы 1 қаңтар жағдайы бойынша жарияланған
said-elsewhere = басқа жерде 2019 жылғы 1 қаңтар жағдайы бойынша жарияланған
said-scope-all = мұғалімдер, өзге қызметкерлер және студенттер
said-scope-teachers = мұғалімдер; зерттеуде сандардың біркелкі емесі айтылған: кейбір өңірлік кәсіподақтар салалық келісімге кірмеген
said-rules = қабылдау ережесі және ай сайынғы жарнасы бар

assumed-layout = Пернетақта ауыстырылды: «{ $q }»
assumed-corrected = «{ $from }» орнына «{ $to }» ізделді
assumed-misspelt = «{ $word }» сөзі қате терілген деп есептелді
assumed-left-out = Барлық сөзі кездесетін ұйым жоқ; мына сөздерсіз де көрсетілді: { $words }
assumed-meaning = Мағынасы бірдей басқа тілдегі сөздер де ескерілді
search-literally = Дәл осылай іздеу: «{ $q }»
literal-on = Дәл жазылғандай ізделді.
literal-off = Кәдімгі іздеу
understood = Қалай түсінілді:
understood-remove = сұраудан алып тастау
did-you-mean = Мүмкін, сіз іздегеніңіз:

## Жұмыс үстелі
desk-title = Жұмыс үстелі
desk-nav = Жұмыс үстелі
desk-sign-in-title = Жұмыс үстеліне кіру
desk-sign-in-intro = Жұмыс үстелі тізілім қызметкерлеріне арналған: мұнда тізімдер жүктеледі, тексеріледі және қолданылады.
desk-token = Токен
desk-token-hint = Оны оператор береді. birlik-staff- деп басталады.
desk-sign-in = Кіру
desk-sign-out = Шығу
desk-sign-in-wrong = Токен дұрыс емес, мерзімі өткен немесе күші жойылған. Оны түгел қайта көшіріңіз немесе оператордан жаңасын сұраңыз.
desk-sign-in-too-many = Тым көп әрекет жасалды. { $n } минуттан кейін қайталаңыз.
desk-gone = Бұл тізім енді жоқ: жүктелген тізім бір сағат сақталады. Оны қайта жүктеңіз.
desk-waiting = Сізді күтіп тұр
desk-next-check = Бағандарды тексеру
desk-next-review = Шешу
desk-next-apply = Қолдану
desk-rows-bodies = Жол: { $rows } · бірлестік: { $bodies }
desk-to-decide = шешілмегені: { $n }
desk-upload-title = Тізім жүктеу
desk-upload-intro = CSV, XLSX, XLS немесе ODS, { $n } МиБ-қа дейін. Алдымен бағандардың қалай түсінілгенін көресіз; тізімді қолданғанша тізілім өзгермейді.
desk-list = Тізімнің аты
desk-list-hint = Барлық басылымында бірдей: кіші латын әріптері, цифрлар және дефис, мысалы ngo-register.
desk-list-date = Тізімнің күні
desk-list-date-hint = 2021, 2021-05 немесе 2021-05-17. Бос болса, жүктелген күні алынады.
desk-mapping = Баған ережелері
desk-mapping-auto = Осы тізімнің ережелері, бар болса
desk-mapping-none = Ережесіз: тақырыптары мен мәндері бойынша
desk-file = Файл
desk-file-hint = { $n } МиБ пен 50 000 жолдан аспауы керек.
desk-upload = Жүктеу
desk-upload-sending = Файл жіберіліп жатыр
desk-upload-reading = Файл оқылып жатыр
desk-upload-failed = Файлды жіберу мүмкін болмады. Байланысты тексеріп, қайталап көріңіз.
desk-error-list = Тізімнің атында 60-қа дейін әріп, цифр және дефис болады, бос орынсыз: ngo-register.
desk-error-list-date = Күнді былай жазыңыз: 2021, 2021-05 немесе 2021-05-17.
desk-error-file = Бос емес файл таңдаңыз.
desk-error-too-large = Файл { $n } МиБ-тан үлкен. Тізімді бірнеше файлға бөліңіз.
desk-sources = Дереккөздер тарихы
desk-sources-none = Әзірге бірде-бір тізім жүктелген жоқ.
desk-sources-of = { $list } тізімінің басылымдары
desk-edition = Басылым
desk-came = Жүктелді
desk-rows = Жолдар
desk-bodies = Бірлестіктер
desk-state = Күйі
desk-state-uploaded = жүктелді
desk-state-matched = қолданылмаған
desk-state-applied = қолданылған
desk-state-reverted = қайтарылған

desk-preview-title = { $list } тізімінің бағандары
desk-kilobytes = { $n } КиБ
desk-same-file = Дәл осы файл бұрын жүктелген, топтама:
desk-preview-rows = Оқылған жол саны: { $n }
desk-unknown-columns = Кейбір бағандар түсініксіз. Оларда не барын төменде көрсетіңіз; көрсетілмеген баған алынбайды.
desk-header-at = тақырып { $n }-жолда
desk-columns = Бағандар және олардың мазмұны
desk-column = Баған
desk-samples = Мәндер
desk-holds = Бұл не
desk-holds-column = { $column } бағанында не бар
desk-because = Неге
desk-untitled = тақырыпсыз
desk-no-samples = бос
desk-left-out = Қалдырылған жол саны: { $n }
desk-remarks = Не деп есептелді
desk-problems = Оқылмаған ұяшық саны: { $n }
desk-sheet = Парақ
desk-sheet-hint = Әрпі бірдей бағандар бірге түзетіледі; бір парақты ғана түзету үшін оны таңдап, қайта оқытыңыз.
desk-sheet-all = Барлық парақ
desk-header-row = Тақырып жолы
desk-header-row-hint = Бос болса, өзі табылады. 0 — тақырып жоқ.
desk-match = Тізіліммен салыстыру
desk-reread = Осы өрістермен қайта оқу
desk-discard = Жою
desk-trouble-list_unreadable = Файл енді оқылмайды. Оны қайта жүктеңіз.
desk-trouble-list_empty = Файл бос.
desk-trouble-list_too_large = Тізім бір рет оқуға тым үлкен. Оны бірнеше файлға бөліңіз.
desk-trouble-list_encrypted = Файл құпиясөзбен қорғалған. Құпиясөзсіз сақтап, қайта жүктеңіз.
desk-trouble-list_not_a_table = Бұл файл кесте емес. Тізімді CSV немесе XLSX түрінде сақтаңыз.
desk-trouble-list_json = Бұл файл кесте емес, JSON. Тізімді CSV немесе XLSX түрінде сақтаңыз: әр бірлестік бір жолда.
desk-trouble-list_prose = Бұл файл — бағансыз мәтін. Бағандарды нүктелі үтірмен бөліңіз немесе тізімді XLSX түрінде сақтаңыз. Әр жол атау болса, төменде тақырып жолы ретінде 0 жазыңыз.
desk-trouble-list_without_names = Атаулар бағаны жоқ. Оны төменде көрсетіңіз: атауы жоқ жол қабылданбайды.
desk-trouble-list_without_rows = Тақырып жолының астында жолдар жоқ. Тізімді жолдарымен бірге жүктеңіз немесе төменде басқа тақырып жолын көрсетіңіз.
desk-trouble-list_damaged = Файл бүлінген. Оны кесте бағдарламасында ашып, жаңадан сақтап, қайта жүктеңіз.
desk-trouble-list_header_unknown = Тақырып жолы табылмады. Оның нешінші жол екенін төменде жазыңыз.
desk-trouble-list_mapping_wrong = Баған ережелері бұл файлға сай келмейді. Төменнен басқасын таңдаңыз.
desk-trouble-matching_failed = Салыстыру сәтсіз аяқталды, ештеңе сақталмады. Қайталап көріңіз.
desk-trouble-place = Орны: { $value }.
desk-trouble-first-row = Бірінші жол: «{ $value }».
desk-trouble-no-column = «{ $value }» бағаны жоқ.
desk-trouble-no-sheet = «{ $value }» парағы жоқ.
desk-most-file = Файл көлемі ең көбі { $n } МиБ.
desk-most-contents = Ашылған мазмұнының көлемі ең көбі { $n } МиБ.
desk-most-sheets = Парақ саны ең көбі { $n }.
desk-most-rows = Жол саны ең көбі { $n }.
desk-most-cells = Ұяшық саны ең көбі { $n }.
desk-most-merges = Біріктірілген аймақ саны ең көбі { $n }.
desk-most-line = Бір жолдың көлемі ең көбі { $n } МиБ.
desk-remark-extension = Мазмұны бойынша бұл .{ $ending } файлы, солай оқылды.
desk-remark-sheet-empty = «{ $sheet }» парағы оқылмады: ол бос.
desk-remark-sheet-no_header = «{ $sheet }» парағы оқылмады: онда кесте табылмады.
desk-remark-sheet-hidden = «{ $sheet }» парағы оқылмады: ол жасырылған.
desk-remark-coded-twice = Әріптер екі рет кодталған (UTF-8 орнына { $encoding }); олар бастапқыдай оқылды.
desk-remark-filled = { $column } бағаны: { $n } бос ұяшық үстіндегі мәнді алды, ол бірнеше жолға бір рет жазылған.
desk-cell-too_far_right = тым оң жақта тұр, оқылмады. { $value } бағанына не одан солға жылжытыңыз.
desk-cell-too_long = мәтін ұяшыққа тым ұзын: ең көбі { $value } таңба.
desk-cell-letters_lost = файл сақталғанда әріптері жоғалған. Файлды «CSV UTF-8» түрінде сақтаңыз.
desk-cell-quote_open = тырнақша ашылып, жабылмаған. Оны жабыңыз немесе мәтін ішінде екі рет жазыңыз.
desk-cell-file_damaged = файл осы жерден бастап бүлінген. Оны қайта сақтап, қайта жүктеңіз.
desk-cell-cell_damaged = ұяшық бүлінген. Оны қайта жазыңыз.
desk-cell-next_damaged = осыдан кейінгі ұяшық бүлінген. Оны мәтін не сан ретінде қайта жазыңыз.
desk-cell-sheet_missing = файлда бұл парақ жоқ. Файлды қайта сақтаңыз.
desk-cell-merges_damaged = біріктірілген ұяшықтардың тізімі бүлінген. Оларды қайта біріктіріңіз.
desk-cell-error_value = мәннің орнында кестенің қатесі тұр: { $value }. Керек мәнді жазыңыз.
desk-cell-formula_without_value = формуланың мәні сақталмаған, ал формулалар есептелмейді. Файлды кесте бағдарламасында ашып сақтаңыз немесе мәнін жазыңыз.
desk-cell-no_date = «{ $value }» күнге ұқсамайды. Былай жазыңыз: 31.12.2021.
desk-cell-bin_rounded = «{ $value }» санының соңғы цифрлары жоғалған. Бағанды мәтін пішіміне қойып, 12 цифрды жазыңыз.
desk-cell-phone_rounded = «{ $value }» санының соңғы цифрлары жоғалған. Бағанды мәтін пішіміне қойып, нөмірді толық жазыңыз.
desk-cell-zeros_lost = { $value } санының басындағы нөлдері жоғалған, олар қайтарылды. Бағанды мәтін пішіміне қойып, 12 цифрды жазыңыз.
desk-why-mapping = ереже немесе сіз айттыңыз
desk-why-title = тақырыбы бойынша
desk-why-title_and_contents = тақырыбы мен мәндері бойынша
desk-why-contents = мәндері бойынша
desk-why-nothing = танылмады
desk-left-title = тақырып үстінде
desk-left-header = тақырып қайталанған
desk-left-empty = бос
desk-left-group = төмендегі жолдардың орны
desk-left-unknown_group = белгісіз орын тақырыпшасы
desk-left-total = жиыны
desk-left-footer = ескертпе
desk-left-not_kept = ережеге сай емес
desk-field = Өріс
desk-field-nothing = — алынбайды —
desk-field-number = Реттік нөмірі
desk-field-bin = БСН
desk-field-name = Атауы, тілі белгісіз
desk-field-name_kk = Қазақша атауы
desk-field-name_ru = Орысша атауы
desk-field-name_en = Ағылшынша атауы
desk-field-legal_form = Құқықтық нысаны
desk-field-kind = Бірлестік түрі
desk-field-level = Деңгейі
desk-field-region = Өңір
desk-field-district = Аудан немесе қала
desk-field-place = Елді мекен
desk-field-address = Мекенжайы
desk-field-phone = Телефоны
desk-field-email = Электрондық поштасы
desk-field-website = Сайты
desk-field-contacts = Әртүрлі байланыс
desk-field-activity = Қызметі
desk-field-subject = Мектеп пәні
desk-field-date = Тіркелген күні
desk-field-host = Мектеп немесе колледж
desk-field-parent = Жоғары тұрған бірлестік
desk-field-head = Басшысы (адам, сақталмайды)
desk-field-members = Мүшелер саны
desk-field-teachers = Мұғалімдер саны
desk-field-followers = Жазылушылар саны
desk-field-followers_as_of = Жазылушылар санының күні
desk-field-platform = Әлеуметтік желі
desk-field-url = Желідегі парақшасы
desk-field-status = Жұмыс істей ме
desk-field-note = Ескертпе
desk-field-ignore = Алынбасын

desk-matching-title = Тізім салыстырылып жатыр
desk-stage-reading = Жолдар оқылып жатыр…
desk-stage-matching = Жолдар өзара және тізіліммен салыстырылып жатыр…
desk-stage-applying = Тізім қолданылып жатыр
desk-stage-reverting = Тізім қайтарылып жатыр
desk-stage-long = Ұзын тізімге бірнеше минут кетуі мүмкін…
desk-may-leave = Бұл беттен кетуге болады: жұмыс жалғаса береді.

desk-batch-title = { $list }: топтама { $id }
desk-summary = { $rows } жол: { $bodies } бірлестік, білім беруге қатысы жоғы { $other }, қабылданбағаны { $refused }, шешілмегені { $review }
desk-done-applied = Тізім қолданылды. Жазбалары тізілімде.
desk-done-reverted = Тізім қайтарылды.
desk-done-reviewed = Әзірге шешетін ештеңе қалмады.
desk-apply-failed = Қолдану сәтсіз аяқталды, ештеңе өзгерген жоқ. Қайталап көріңіз; болмаса, операторға айтыңыз.
desk-revert-failed = Қайтару сәтсіз аяқталды, ештеңе өзгерген жоқ. Қайталап көріңіз; болмаса, операторға айтыңыз.
desk-records = Жазбалар
desk-records-made = жасалғаны: { $created }, өзгергені: { $updated }
desk-reverted-title = Қайтару не істеді
desk-reverted-text = Алынған жазба: { $removed }. Бұрынғы күйіне келгені: { $restored }.
desk-kept-text = Бұл жазбалар тізім қолданылғаннан кейін түзетілген, түзетуі сақталды:
desk-kept-affiliations = оның құрамына басқа бірлестіктер кіреді
desk-kept-id = жазбаның өзі
desk-review-n = Шешу: { $n }
desk-apply-n = Қолдану: жаңа жазба { $created }, өзгеретіні { $updated }
desk-apply-rest = Шешілгенін қазір қолдануға болады, қалғанын кейін шешіп, қолданарсыз.
desk-revert = Тізімді қайтару…
desk-revert-text = Осы тізім жасаған жазбалар алынады, өзгерткендері бұрынғы күйіне келеді. Кейін түзетілгені қалады.
desk-revert-sure = Иә, бұл тізімді қайтару
desk-vanished = Алдыңғы басылымда бар, мұнда жоғы: { $n }
desk-vanished-text = Бұл жазбалар қалады; бірлестіктердің жұмыс істейтінін тексеріңіз.
desk-show = Қай жолдар көрсетіледі
desk-show-all = Барлығы
desk-show-new = Жаңа
desk-show-duplicate = Қайталанған
desk-show-review = Шешілетін
desk-show-not_education = Білімге қатысы жоқ
desk-show-refused = Қабылданбаған
desk-rows-none = Мұндай жол жоқ.
desk-name = Атауы
desk-outcome = Нәтиже
desk-record = Жазба
desk-open-record = Жазбаны ашу
desk-compare = Салыстыру
desk-pages = Беттер
desk-page-before = Алдыңғы
desk-page-after = Келесі
desk-nameless = атауы жоқ
desk-decision-new = жаңа
desk-decision-duplicate = қайталанған
desk-decision-review = шешу керек
desk-decision-decided = шешілді
desk-decision-rejected = алынбады

desk-review-title = Бір бірлестік пе?
desk-review-question = Бұл бір бірлестік пе?
desk-row-at = { $row }-жол ({ $place })
desk-decided-of = Шешілгені: { $n } / { $total }
desk-verdict-same = Бірдей
desk-verdict-different = Басқа
desk-verdict-later = Кейін
desk-verdict-undo = Жауапты қайтару
desk-said = { $row }-жол: { $verdict }.
desk-together = Бұл ұйым тізімде { $n } жолда тұр: жауап бәріне бірден қолданылады.
desk-answered = Бұрын шешілген: { $verdict }. Тізім қолданылғанша өзгертуге болады.
desk-likely = Бір бірлестік болу ықтималдығы: { $percent }
desk-other-record = Тізілімдегі жазба
desk-other-row = Осы тізімнің { $row }-жолы ({ $place })
desk-other-none = Салыстырылған нәрсе енді жоқ.
desk-side-row = Жол
desk-side-other = Не болуы мүмкін
desk-line-same = бірдей
desk-line-differ = өзгеше
desk-line-left = тек жолда
desk-line-right = тек онда
desk-reasons = Неге адамнан сұралады
desk-for = жақтайды:
desk-against = қарсы:
desk-keys = S, D, L, U пернелері жауап береді
desk-shared-by = осы мәні бар жол саны: { $n }
desk-competitor = Басқа бірлестік те жақын: { $percent }
desk-unsure = Адамсыз шешуге болмайды: бір бірлестік болу ықтималдығы { $percent }
desk-refused = Жазба бола алмайды
desk-refused-names = Жолда атау жоқ немесе атауы жарамсыз
desk-refused-bin = БСН басқа ұйымдікі
desk-refused-id = Қай ұйымның жазбасы екені анықталмады
desk-refused-area = Аумағы жарамсыз
desk-refused-affiliations = Байланысқан ұйымдары бір-біріне сәйкес емес
desk-refused-host = Мекемесі анықталмады
desk-outcome-agree = бірдей
desk-outcome-partly = бірдей дерлік
desk-outcome-differ = басқа
desk-outcome-missing = бір жағында ғана бар
desk-feature-bin = БСН
desk-feature-own_name = Өз аты
desk-feature-purpose = Мақсаты
desk-feature-legal_form = Құқықтық нысаны
desk-feature-region = Өңір
desk-feature-district = Аудан немесе қала
desk-feature-date = Тіркелген күні
desk-feature-phone = Телефоны
desk-feature-email = Электрондық поштасы
desk-feature-kind = Бірлестік түрі
desk-feature-subject = Пәні
desk-feature-host_number = Мектеп нөмірі
desk-feature-host_name = Мектеп аты
desk-feature-host_type = Мектеп түрі
desk-conflict-bins = БСН-дері әртүрлі
desk-conflict-host_numbers = Мектеп нөмірлері әртүрлі
desk-conflict-districts = Аудандары немесе қалалары әртүрлі
desk-conflict-regions = Өңірлері әртүрлі
desk-conflict-subjects = Пәндері әртүрлі
desk-conflict-kinds = Бірлестік түрлері әртүрлі
desk-conflict-branch = Бірлестік және оның филиалы
desk-conflict-records = Тізілімнің екі жазбасы
desk-education-yes = Білім беруге қатысты
desk-education-no = Білім беруге қатысы жоқ
desk-education-unknown = Білім беруге қатысы белгісіз
desk-education-why-kind = түріне қарағанда
desk-education-why-subject = мектеп пәніне қарағанда
desk-education-why-activity = қызметіне қарағанда
desk-education-why-word = атауындағы сөзге қарағанда
desk-education-why-host = мектепке қарасты
desk-education-why-other_field = атауы басқа саланы айтады
desk-education-why-unknown_members = мүшелері басқа кәсіптен
desk-education-why-only_the_list = тек тізім солай дейді
desk-education-why-nothing_said = атауынан көрінбейді
desk-note-decided_before = Тізімнің алдыңғы нұсқасында дәл осылай жазылған және солай шешілген
desk-note-waits_still = Тізімнің алдыңғы нұсқасында дәл осылай жазылған, бірақ әлі ешкім шешпеген
desk-note-bin_repaired = БСН түзетілді
desk-note-bin_invalid = БСН дұрыс бола алмайды
desk-note-personal_number = БСН орнында ЖСН тұр; ол сақталмайды
desk-note-language_swapped = Атаулар бір-бірінің бағанында тұр
desk-note-area_renamed = Жер бұрынғы атымен жазылған
desk-note-area_split = Жер қазір басқа өңірде
desk-note-area_contradiction = Өңір мен аудан сәйкес емес
desk-note-area_unknown = Белгісіз жер
desk-note-legal_form_contradiction = Атауы мен құқықтық нысаны қайшы
desk-note-phone_invalid = Телефон нөмірі емес
desk-note-email_invalid = Пошта мекенжайы емес
desk-note-email_repaired = Пошта мекенжайы түзетілді
desk-note-date_invalid = Күн емес
desk-note-private_contact = Жеке байланыс, тек таңбасы сақталады
