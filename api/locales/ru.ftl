### Русские тексты. Ключи во всех трёх языках одни и те же; это не перевод слово в слово.

## Вокруг
site-title = Открытый реестр объединений учителей и родителей
skip = Перейти к содержанию
nav-label = Основные разделы
nav-organizations = Организации
nav-areas = Регионы
nav-subjects = Предметы
nav-activities = Направления
nav-about = О Birlik
nav-api = Открытый API (на английском)
lang-label = Язык
search-label = Поиск организаций
search-placeholder = Предмет, школа, район или название
search-button = Найти
suggest-label = Подсказки
suggest-count = Подсказок: { $n }
footer-label = Разделы сайта
footer-licence = Данные открыты (CC0): их можно свободно использовать в любых целях. Код программы: MIT или Apache 2.0.
crumbs-label = Путь к странице
all-regions = Все регионы
source = Источник
programs = Для программ
of = { $n } из { $total }

## Даты
month = { $month ->
    [1] январь
    [2] февраль
    [3] март
    [4] апрель
    [5] май
    [6] июнь
    [7] июль
    [8] август
    [9] сентябрь
    [10] октябрь
    [11] ноябрь
   *[12] декабрь
}
month-when = { $month ->
    [1] январе
    [2] феврале
    [3] марте
    [4] апреле
    [5] мае
    [6] июне
    [7] июле
    [8] августе
    [9] сентябре
    [10] октябре
    [11] ноябре
   *[12] декабре
}
month-since = { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
month-until = { month-since }
date-day = { $day } { month-since } { $year } года
date-month = { month } { $year } года
date-year = { $year } год
date-when-day = { $day } { month-since } { $year } года
date-when-month = в { month-when } { $year } года
date-when-year = в { $year } году
date-since-day = с { $day } { month-since } { $year } года
date-since-month = с { month-since } { $year } года
date-since-year = с { $year } года
date-until-day = до { $day } { month-until } { $year } года
date-until-month = до { month-until } { $year } года
date-until-year = до { $year } года
as-of = на { $date }

## Страны
country-KZ = Казахстан
country-DE = Германия
country-EE = Эстония
country-FI = Финляндия
country-FR = Франция
country-GB = Великобритания
country-KG = Кыргызстан
country-PL = Польша
country-RU = Россия
country-TR = Турция
country-US = США
country-UZ = Узбекистан

## Регионы на карте
region-short-10 = Абай
region-short-11 = Акмола
region-short-15 = Актобе
region-short-19 = Алмат. обл.
region-short-23 = Атырау
region-short-27 = ЗКО
region-short-31 = Жамбыл
region-short-33 = Жетісу
region-short-35 = Караганда
region-short-39 = Костанай
region-short-43 = Кызылорда
region-short-47 = Мангистау
region-short-55 = Павлодар
region-short-59 = СКО
region-short-61 = Туркестан
region-short-62 = Ұлытау
region-short-63 = ВКО
region-short-71 = Астана
region-short-75 = Алматы
region-short-79 = Шымкент
region-tiny-10 = Абай
region-tiny-11 = Акмол.
region-tiny-15 = Актоб.
region-tiny-19 = Алм. о.
region-tiny-23 = Атыр.
region-tiny-27 = ЗКО
region-tiny-31 = Жамб.
region-tiny-33 = Жетісу
region-tiny-35 = Караг.
region-tiny-39 = Кост.
region-tiny-43 = Кызыл.
region-tiny-47 = Манг.
region-tiny-55 = Павл.
region-tiny-59 = СКО
region-tiny-61 = Турк.
region-tiny-62 = Ұлыт.
region-tiny-63 = ВКО
region-tiny-71 = Астана
region-tiny-75 = Алм.
region-tiny-79 = Шымк.

## Виды, множественное число
kinds-trade_union = Профсоюзы
kinds-union_association = Объединения профсоюзов
kinds-methodical_association = Методические объединения
kinds-teacher_association = Ассоциации учителей
kinds-parent_committee = Родительские комитеты
kinds-parent_association = Родительские объединения
kinds-board_of_trustees = Попечительские советы
kinds-school_council = Школьные советы
kinds-pedagogical_council = Педагогические советы
kinds-methodical_council = Методические советы
kinds-coordination_council = Координационные советы
kinds-ngo = НПО
kinds-community = Сообщества
kinds-network = Сети
group-unions = Профсоюзы
group-methodical = Методические объединения
group-teachers = Ассоциации учителей
group-parents = Объединения родителей
group-boards = Попечительские советы
group-ngos = НПО
group-communities = Сообщества
group-councils = Советы

## Главная
home-description = Организации, через которые говорят учителя и родители Казахстана: профсоюзы, методические объединения, ассоциации, родительские комитеты. Ищите по предмету, школе или району.
home-examples = Например:
home-example-1 = химия Туркестан
home-example-2 = профсоюз школы №25 Семей
home-example-3 = родительский комитет
home-kinds = Виды организаций
home-map = Организации по регионам
map-label = Карта регионов: сколько организаций в каждом
map-legend = Число организаций:
map-table = То же в виде таблицы
map-here = На карте отмечено: { $name }
home-voices = Голос учителей в цифрах
voice-total = Организаций в реестре
voice-total-meaning = Все известные пока объединения учителей и родителей.
voice-teachers = Организаций учителей
voice-teachers-meaning = Профсоюзы, методические объединения и ассоциации учителей.
voice-parents = Организаций родителей
voice-parents-meaning = Родительские комитеты и объединения, попечительские советы.
voice-regions = Регионов охвачено
voice-regions-meaning = Регионы, где известна хотя бы одна организация.
home-from-registry = Подсчитано по реестру
home-confirmed = Подтверждено: { $n } из { $total }.
home-how-read = Как читать эти цифры
home-changes = Последние изменения
home-whom = Кому и чем поможет
whom-teachers = Учителю
whom-teachers-text = Найдите организацию по своему предмету и району: существует ли она, как вступить, у кого спросить.
whom-teachers-link = Выбрать предмет
whom-organizations = Организации
whom-organizations-text = Найдите свою запись и посмотрите, что в ней есть и чего не хватает.
whom-organizations-link = Что значит «подтверждено»
whom-ministry = Министерству
whom-ministry-text = Какие организации есть в каждом регионе и районе, а каких нет: всё в одном упорядоченном списке.
whom-ministry-link = Смотреть регионы
whom-developers = Разработчику
whom-developers-text = Весь реестр доступен через открытый API, ключ не нужен.
whom-developers-link = Описание API (на английском)

## Список
list-title = Организации
list-title-words = «{ $q }»
list-description = Организации учителей и родителей. Найдено: { $n }.
found = Найдено: { $n }
nothing-found = Ничего не найдено
nothing-found-text = Попробуйте меньше слов, проверьте написание или поищите иначе:
nothing-found-words = Искать без фильтров: «{ $q }»
nothing-found-filters = Оставить фильтры, убрать слова
nothing-found-subjects = Смотреть по предметам
list-chips = Выбранные фильтры
chip-remove = убрать
list-clear = Сбросить всё
list-ignored = Эти фильтры непонятны и не учтены:
list-restarted = Ссылка устарела, список показан с начала.
list-changed = За это время реестр изменился: запись может повториться или не попасть в список.
list-results = Результаты
list-filters = Фильтры
list-all = Все организации
list-all-n = Показать все: { $n }
list-programs = Этот список для программ:
sort-label = Порядок:
sort-relevance = по точности
sort-name = по названию
sort-updated = по дате
pages-label = Страницы списка
pages-shown = Показаны { $range } из { $total }
pages-next = Следующая страница
pages-start = В начало списка
facet-more = Ещё { $n }
filter-kind = Вид
filter-level = Уровень
filter-area = Регион
filter-subject = Предмет
filter-activity = Направление
filter-legal_form = Правовая форма
filter-status = Состояние
filter-confirmed = Подтверждение
filter-host = Школа или колледж
filter-parent = Входит в
filter-country = Страна
filter-bin = БИН
bin-with = БИН есть
bin-without = БИН нет
confirmed = Подтверждено
confirmed-on = Подтверждено { $when }
not-confirmed = Не подтверждено: известно только из списка
item-contact = Связь: { $contact }
synthetic-short = тестовая запись

## Запись
record-description = { $kind }, { $place }: как вступить, контакты, цифры и их источники.
record-names = Другие названия
name-short = краткое название
name-former = прежнее название
name-alias = другое название
name-label = неофициальное название
name-trade = торговое название
record-which-list = Из какого?
record-status = Состояние: { $status }
synthetic-title = Синтетические данные, созданы для тестов.
synthetic-text = На самом деле такой организации нет.
abroad-title = Организация другой страны ({ $country }).
abroad-text = Приведена для сравнения и не входит в число организаций Казахстана.
how-to-join = Как вступить
join-unknown = Как вступить в эту организацию, пока никто не сообщил.
join-ask-itself = Спросите её саму: контакты ниже.
join-link = Перейти к вступлению
join-open-to = Кто может вступить
join-rules = Правила
join-rules-where = Где опубликованы правила
fee = Взнос
fee-unknown = взнос есть, размер неизвестен
fee-unknown-month = ежемесячный взнос, размер неизвестен
fee-unknown-year = ежегодный взнос, размер неизвестен
fee-unknown-once = разовый взнос, размер неизвестен
fee-KZT = { $amount } ₸
fee-USD = { $amount } $
fee-EUR = { $amount } €
fee-RUB = { $amount } ₽
fee-percent = { $amount } % от зарплаты
fee-period = { $fee } { $period }
ask-parent = Спросите вышестоящую организацию:
ask-host = Спросите в самой школе или колледже:
ask-region = Посмотрите другие организации региона:
ask-regions = Посмотрите организации своего региона
contacts = Контакты
contacts-none = Как связаться с этой организацией, пока неизвестно.
contacts-only-channels = Телефон и электронная почта неизвестны.
contact-address = Адрес
contact-phone = Телефон
contact-mail = Электронная почта
contact-site = Сайт
channel-followers = подписчиков: { $n }
channel-engagement = вовлечённость { $percent } %
record-does = Чем занимается
fact-host = Школа или колледж
host-teachers = учителей: { $n }
fact-legal-form = Правовая форма
fact-bin = БИН
fact-founded = Основана
fact-registered = Государственная регистрация
fact-origin = Как возникла
fact-identifier = Номер в другом реестре
fact-officer = Должность
figures = Цифры
figures-caption = Цифры организации: дата, охват, источник
figures-note = Цифры с разным охватом стоят рядом и не складываются.
figure-what = Что посчитано
figure-how-many = Сколько
figure-scope = Охват
figure-as-of = Дата
figure-members = Члены: { $category }
figure-units-regional_and_territorial = Областные и территориальные организации
figure-about = около { $n }
figure-more_than = более { $n }
figure-less_than = менее { $n }
structure = Структура
part-of = Входит в
includes = В составе
units-all = Показать все: { $n }
documents = Документы
sources = Откуда известно
sources-none = Источник не указан.
source-row = строка { $row }
source-read = Список прочитан { $when }.
source-bad-bin = БИН из списка ({ $bin }) неверен и потому не принят.
history = История изменений
history-more = Вся история (JSON)
verb-created = Добавлено
verb-updated = Изменено
verb-erased = Удалены данные из прежней версии
actor-system = внесла служба реестра
record-side = Дополнительно
record-region = Регион
record-neighbours-subject = Ещё в этом регионе: { $subject }
record-neighbours-kind = Ещё в этом регионе: { $kind }
record-neighbours-all = Показать все
record-similar = Похожие организации
share = Поделиться
programs-id = Идентификатор
programs-address = Постоянный адрес
programs-record = Запись
field-kind = вид
field-level = уровень
field-status = состояние
field-origin = как возникла
field-names = названия
field-legal_form = правовая форма
field-bin = БИН
field-founded_on = время основания
field-registered_on = дата регистрации
field-country = страна
field-area = место
field-host = школа
field-activities = направления
field-subjects = предметы
field-contacts = контакты
field-membership = порядок вступления
field-officers = должности
field-documents = документы
field-affiliations = куда входит
field-member_counts = число членов
field-unit_counts = число подразделений
field-identifiers = номера
field-confirmed = подтверждение
field-sources = источники

## Регионы
areas-title = Все регионы
areas-description = Сколько организаций учителей и родителей известно в каждом регионе Казахстана.
areas-intro = Каждый квадрат — регион; число и оттенок показывают, сколько в нём организаций.
areas-region = Регион
areas-bodies = Всего
areas-all = Всего
areas-everywhere = Республиканские или без указания места: { $n }
area-former = прежнее название:
area-description = { $name }: организации учителей и родителей. Известно: { $n }.
area-total = Организаций: { $n }
area-kinds = По видам
area-none = В реестре пока нет ни одной организации из этих мест.
area-missing = Пока нет в реестре:
area-missing-note = Это не значит, что их не существует.
area-inside = Районы и города
area-inside-caption = Число организаций по районам и видам
area-place = Район, город
area-latest = Последние изменения здесь
area-side = Карта и данные
area-map = На карте

## Предметы и направления
subjects-title = Предметы
subjects-description = Какие объединения есть у учителей каждого предмета и сколько их.
subjects-one-description = { $name }: организации учителей предмета. Известно: { $n }.
subjects-one-intro = Объединения, ассоциации и сообщества в интернете у учителей этого предмета.
subjects-others = Другие предметы
activities-title = Направления
activities-description = Чем занимаются организации и сколько их в каждом направлении.
activities-one-description = { $name }: организации этого направления. Известно: { $n }.
activities-one-intro = Организации, которые работают в этом направлении.
activities-others = Другие направления
topic-none = Организаций пока нет
topic-none-text = В реестре нет ни одной организации по этой теме. Это не значит, что их не существует.
topic-side = Цифры
topic-kinds = По видам
topic-regions = По регионам

## О Birlik
about-title = О Birlik
about-description = Что такое Birlik, откуда взяты данные и на каких условиях ими можно пользоваться.
about-what = Birlik (по-казахски «единство») — открытый реестр организаций, через которые говорят учителя и родители Казахстана: профсоюзов, методических и предметных объединений, родительских комитетов, попечительских советов, НПО в сфере образования и сообществ в интернете.
about-why = Исследования показали, что единой надёжной базы таких организаций нет: учителя узнают о них друг от друга, записи в списках повторяются, письма остаются без ответа. Реестр собирает в одном месте, чем занимается каждая организация, как с ней связаться и как вступить.
about-not-title = Чем Birlik не является
about-not-state = Это не государственная регистрация. Запись в реестре не даёт статуса юридического лица и не заменяет регистрацию.
about-not-people = Это не список людей. Члены показаны только числом, ничьих имён здесь нет.
about-not-control = Это не инструмент контроля над профсоюзами. По закону они не подотчётны государству; здесь приведены только цифры, которые они опубликовали сами.
about-sources-title = Откуда данные
about-sources = Первые записи взяты из двух исследований Центра анализа и стратегии «Белес» и Фонда Сорос-Казахстан; в каждой записи указано, из какого она списка и из какой строки.
about-report-teachers = «Голоса учителей»: данные на апрель и май 2021 года.
about-report-parents = «Родители Казахстана»: социальные сети просмотрены 13–18 февраля 2022 года.
about-areas = Регионы и районы: классификатор КАТО Бюро национальной статистики.
about-confirm-title = Что значит «подтверждено»
about-confirm = В каждой записи видно, насколько она подтверждена и когда.
about-confirm-imported = Организация упомянута только в списке; пока никто не подтвердил, что она существует.
about-confirm-contact = С почтового ящика организации пришёл ответ.
about-confirm-documents = Проверен устав или свидетельство.
about-confirm-official = Найдена по БИН в официальном реестре.
about-figures-title = Как читать цифры
about-figures = Рядом с каждой цифрой стоят дата, охват и источник. Цифры с разным охватом даны рядом: реестр их не складывает, не исправляет и не называет противоречием. Подписчики в сетях к членам не прибавляются. Числа по регионам и видам посчитаны по самому реестру; организации других стран в них не входят.
about-figures-example = Например, отраслевой профсоюз сообщает о 730 302 членах: это учителя, прочие работники и студенты. Инфографика исследования показывает только учителей: около 198 000.
about-licence-title = Условия использования
about-licence-data = Данные открыты на условиях CC0: их можно копировать, обрабатывать и публиковать, не спрашивая разрешения.
about-licence-code = Код программы тоже открыт: MIT или Apache 2.0, на ваш выбор.
about-privacy-title = Персональные данные
about-privacy = Публикуются только контакты самих организаций. Личные телефоны, личная почта, ИИН и имена людей в открытом виде не хранятся: даже если они есть в списке, реестр их не берёт.

## Ошибки
error-not-found-title = Такой страницы нет
error-not-found-text = Возможно, в адресе ошибка или страницы больше нет. Попробуйте поиск.
error-bad-request-title = Запрос непонятен
error-bad-request-text = Проверьте адрес или начните с поиска.
error-unavailable-title = Сервис временно недоступен
error-unavailable-text = Попробуйте ещё раз через несколько минут.
error-failed-title = Ошибка на нашей стороне
error-failed-text = Она записана. Попробуйте ещё раз немного позже.
error-home = На главную

## Английские слова первых списков, на языке страницы
said-voices = Исследование «Голоса учителей» (Центр анализа и стратегии «Белес», Фонд Сорос-Казахстан), данные на апрель и май 2021 года
said-parents = Исследование «Родители Казахстана» (Центр анализа и стратегии «Белес», Фонд Сорос-Казахстан), социальные сети просмотрены 13–18 февраля 2022 года
said-list-abroad = Международный опыт
said-list-groups = Активные группы об образовании в Facebook
said-list-academy = Ассоциации учителей на сайте Национальной академии образования имени Ы. Алтынсарина
said-list-pages = Страницы о родителях и образовании в социальных сетях
said-list-union = Сайт edu-tradeunion.kz, по цитате в исследовании
said-inferred = вывод: в исследовании сказано, что в Республиканскую ассоциацию входят 12 ассоциаций, и приведён этот список
said-infographic = инфографика
said-infographic-report = инфографика исследования
said-text = текст исследования
said-text-same = текст того же исследования
said-report-latest = исследование, последние доступные тогда данные
said-report-parents = исследование о родителях
said-own = собственные данные профсоюза, приведённые в исследовании
said-own-dated = собственные данные профсоюза: в исследовании 2021 года приведены без даты, в другом месте опубликованы на 1 января 2019 года
said-elsewhere = опубликовано в другом месте на 1 января 2019 года
said-scope-all = учителя, прочие работники и студенты
said-scope-teachers = учителя; в исследовании отмечено, что цифры неоднородны: часть региональных профсоюзов осталась вне отраслевого соглашения
said-rules = есть правила приёма и ежемесячный взнос

assumed-layout = Раскладка исправлена: «{ $q }»
assumed-corrected = «{ $from }» исправлено на «{ $to }»
assumed-misspelt = «{ $word }» принято за опечатку
assumed-left-out = Организаций со всеми этими словами нет; показаны и те, где нет слов: { $words }
assumed-meaning = Учтены и слова того же значения на других языках
search-literally = Искать буквально: «{ $q }»
literal-on = Искали буквально.
literal-off = Обычный поиск
understood = Понято как:
understood-remove = убрать из запроса
did-you-mean = Возможно, вы искали:
