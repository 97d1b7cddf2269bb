//! The desk: who is let in, what is refused, and a list from its upload to its reverting.

use birlik_api::lists::reading::Limits;
use birlik_api::staff::{Issued, Staff};
use poem::http::Method;

use crate::support::{Answer, TestRegistry, birlik, encoded, eventually, on_both_stores, run_command};

const LIST: &str = "№;Наименование;Правовая форма;Область;Район;Чем живут\n\
    1;ОО «Асыл мұра» центр развития детей;ОО;Акмолинская область;Аршалынский район;Образование\n\
    2;ОФ «Ақ бота» развитие образования;ОФ;Мангистауская область;Бейнеуский район;Образование\n";

/// A browser at the desk.
struct Browser<'r> {
    registry: &'r TestRegistry,
    cookie: String,
    form: String,
}

impl<'r> Browser<'r> {
    fn new(registry: &'r TestRegistry) -> Self {
        Self { registry, cookie: String::new(), form: String::new() }
    }

    async fn signed_in(registry: &'r TestRegistry) -> Self {
        let token = issue(registry).await.token;
        let mut browser = Self::new(registry);
        let answer = browser.sign_in(&token).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/kk/desk"), "{}", answer.text());
        let page = browser.get("/kk/desk").await.ok().text();
        let (_, rest) = page.split_once("name=\"form\" value=\"").unwrap();
        rest.split('"').next().unwrap().clone_into(&mut browser.form);
        browser
    }

    async fn sign_in(&mut self, token: &str) -> Answer {
        let answer = self.post("/kk/desk/sign-in", &format!("token={}", encoded(token))).await;
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        if !cookie.is_empty() {
            self.cookie = cookie;
        }
        answer
    }

    async fn get(&self, path: &str) -> Answer {
        self.registry.get_with(path, &[("cookie", &self.cookie)]).await
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        self.post_from(path, body, &[("origin", "http://birlik.test")]).await
    }

    async fn post_from(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut all =
            vec![("cookie", self.cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        all.extend(headers);
        self.registry.send(Method::POST, path, &all, body.as_bytes().to_vec()).await
    }

    /// Does what a form of the desk says.
    async fn act(&self, path: &str, body: &str) -> Answer {
        self.post(path, &format!("form={}&{body}", self.form)).await
    }

    async fn upload(&self, form: &str, list: &str, content: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in [("form", form), ("list", list), ("list_date", "2021-05"), ("mapping", "")] {
            let part =
                format!("--frontier\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head =
            "--frontier\r\ncontent-disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n";
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--frontier--\r\n");
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("content-type", "multipart/form-data; boundary=frontier"),
            ("origin", "http://birlik.test"),
        ];
        self.registry.send(Method::POST, "/kk/desk/uploads", &headers, body).await
    }

    /// How many files wait on the disk.
    fn files(&self) -> usize {
        std::fs::read_dir(self.registry.place.folder().join("uploads")).map_or(0, Iterator::count)
    }
}

async fn issue(registry: &TestRegistry) -> Issued {
    let staff = Staff::new(registry.app.store.clone(), registry.clock());
    staff.issue("test", 30).await.unwrap()
}

on_both_stores! {
    async fn without_a_session_every_page_leads_to_the_sign_in(registry: TestRegistry) {
        let browser = Browser::new(&registry);
        for path in [
            "/kk/desk",
            "/ru/desk/uploads/00",
            "/en/desk/uploads/00/state",
            "/kk/desk/batches/l1",
            "/kk/desk/batches/l1/review",
            "/kk/desk/batches/l1/review/1",
        ] {
            let answer = browser.get(path).await;
            let lang = &path[..3];
            assert_eq!(answer.header("location"), format!("{lang}/desk/sign-in"), "{path}");
            assert_eq!((answer.status, answer.header("cache-control")), (303, "no-store"), "{path}");
        }
        for path in ["/kk/desk/batches/l1", "/kk/desk/batches/l1/review/1", "/kk/desk/uploads/00", "/kk/desk/sign-out"] {
            let answer = browser.post(path, "action=apply").await;
            assert_eq!((answer.status, answer.header("location")), (303, "/kk/desk/sign-in"), "{path}");
        }
        let answer = browser.upload("", "a", LIST.as_bytes()).await;
        assert_eq!(answer.header("location"), "/kk/desk/sign-in");
        assert_eq!(browser.files(), 0);
        let page = browser.get("/en/desk/sign-in").await.ok();
        assert!(page.text().contains("name=\"robots\" content=\"noindex\""));
        assert_eq!(page.header("cache-control"), "no-store");
        for path in ["/kk/desk", "/kk/desk/batches/l1"] {
            let forged = registry.get_with(path, &[("cookie", "birlik-desk=0000")]).await;
            assert_eq!(forged.status, 303, "{path}");
        }
    }

    async fn a_token_lets_in_until_it_is_revoked_or_expires(registry: TestRegistry) {
        let issued = issue(&registry).await;
        let mut browser = Browser::new(&registry);
        let answer = browser.sign_in(&format!(" {} ", issued.token)).await;
        assert_eq!(answer.status, 303);
        let cookie = answer.header("set-cookie");
        for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        browser.get("/kk/desk").await.ok();
        registry.set_clock("2026-11-24T21:00:01Z");
        assert_eq!(browser.get("/kk/desk").await.status, 303, "a session lasts 12 hours");
        assert_eq!(browser.sign_in(&issued.token).await.status, 303);
        browser.get("/kk/desk").await.ok();
        let staff = Staff::new(registry.app.store.clone(), registry.clock());
        staff.revoke(&issued.id).await.unwrap();
        assert_eq!(browser.get("/kk/desk").await.status, 303, "revoking ends sessions at once");
        assert_eq!(browser.sign_in(&issued.token).await.status, 422);
        assert!(staff.revoke(&issued.id).await.is_err());

        let another = issue(&registry).await;
        registry.set_clock("2027-01-24T09:00:00Z");
        assert_eq!(browser.sign_in(&another.token).await.status, 422, "expired");
    }

    async fn who_guesses_has_to_wait(registry: TestRegistry) {
        let issued = issue(&registry).await;
        let mut browser = Browser::new(&registry);
        for _ in 0..10 {
            let answer = browser.sign_in("birlik-staff-0000").await;
            assert_eq!(answer.status, 422);
            assert_eq!(answer.header("set-cookie"), "");
        }
        let answer = browser.sign_in(&issued.token).await;
        assert_eq!((answer.status, answer.header("retry-after")), (429, "900"), "{}", answer.text());
        registry.set_clock("2026-11-24T09:15:00Z");
        assert_eq!(browser.sign_in(&issued.token).await.status, 303);
    }

    async fn forms_from_elsewhere_are_refused(registry: TestRegistry) {
        let mut browser = Browser::signed_in(&registry).await;
        let form = format!("form={}&action=apply", browser.form);
        let path = "/kk/desk/batches/l1";
        for headers in [
            &[][..],
            &[("origin", "http://elsewhere.test")],
            &[("origin", "null")],
            &[("origin", "http://birlik.test"), ("sec-fetch-site", "cross-site")],
            &[("origin", "http://birlik.test"), ("sec-fetch-site", "same-site")],
        ] {
            assert_eq!(browser.post_from(path, &form, headers).await.status, 403, "{headers:?}");
        }
        assert_eq!(browser.post(path, "action=apply").await.status, 403, "without the word of the form");
        assert_eq!(browser.post(path, "form=0000&action=apply").await.status, 403);
        assert_eq!(browser.act(path, "action=apply").await.status, 404, "there is no such batch");
        let same = [("sec-fetch-site", "same-origin")];
        assert_eq!(browser.post_from(path, &form, &same).await.status, 404);
        assert_eq!(browser.post_from("/kk/desk/sign-in", "token=a", &[]).await.status, 403);

        assert_eq!(browser.upload("0000", "a", LIST.as_bytes()).await.status, 403);
        assert_eq!(browser.files(), 0, "nothing is written before the word is right");

        // The word of one session is worth nothing in another.
        let first = browser.form.clone();
        let token = issue(&registry).await.token;
        browser.sign_in(&token).await;
        assert_eq!(browser.post(path, &format!("form={first}&action=apply")).await.status, 403);
        let own = browser.get("/kk/desk").await.ok().text();
        assert!(!own.contains(&first));
        assert_eq!(browser.get("/kk/desk/sign-out").await.status, 405, "signing out takes a form");
    }

    async fn what_is_wrong_with_an_upload_is_said(registry: TestRegistry) {
        let browser = Browser::signed_in(&registry).await;
        let answer = browser.upload(&browser.form, "my list", LIST.as_bytes()).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("value=\"my list\""), "what was typed stays");
        assert_eq!(browser.upload(&browser.form, "a", b"").await.status, 422);
        let most = usize::try_from(Limits::default().file_bytes).unwrap();
        let answer = browser.upload(&browser.form, "a", &vec![b'a'; most + 1]).await;
        assert_eq!(answer.status, 413);
        assert!(answer.text().contains("id=\"wrong\""));
        assert_eq!(browser.files(), 0, "what is refused is not kept");

        let answer = browser.upload(&browser.form, "a", b"\x89PNG\r\n\x1a\n0000").await;
        assert_eq!(answer.status, 303, "a file that cannot be read has a preview that says why");
        let upload = answer.header("location").to_owned();
        let page = browser.get(&upload).await.ok().text();
        assert!(page.contains("role=\"alert\"") && !page.contains("value=\"match\""), "{page}");
        assert_eq!(browser.files(), 1);
        assert_eq!(browser.act(&upload, "action=discard").await.header("location"), "/kk/desk");
        assert_eq!(browser.files(), 0);
        assert_eq!(browser.get(&upload).await.header("location"), "/kk/desk?gone=1");
    }

    async fn a_list_of_which_nothing_is_recognised_keeps_its_columns_to_choose_from(registry: TestRegistry) {
        let browser = Browser::signed_in(&registry).await;
        let list = "Ұйым «Өркен»;Абай облысы\nҰйым «Бірлік»;Абай облысы\n";
        let upload = browser.upload(&browser.form, "test-list", list.as_bytes()).await.header("location").to_owned();
        let page = browser.get(&upload).await.ok().text();
        assert!(page.contains("Тақырып жолы табылмады") && page.contains("name=\"header_row\""), "{page}");
        browser.act(&upload, "action=match&header_row=0").await;
        let page = browser.get(&upload).await.ok().text();
        assert!(page.contains("Атаулар бағаны жоқ") && page.contains("name=\"column-A\""), "{page}");
        browser.act(&upload, "action=match&header_row=0&column-A=name&column-B=region").await;
        let batch = eventually("the list to be matched", || async {
            let answer = browser.get(&upload).await;
            (answer.status == 303).then(|| answer.header("location").to_owned())
        })
        .await;
        assert!(batch.contains("/desk/batches/l1"), "{batch}");
    }

    async fn a_list_goes_through_the_desk(registry: TestRegistry) {
        let browser = Browser::signed_in(&registry).await;
        let answer = browser.upload(&browser.form, "test-list", LIST.as_bytes()).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let upload = answer.header("location").to_owned();
        let page = browser.get(&upload).await.ok().text();
        assert!(page.contains("class=\"unknown\""), "a column that was not understood is pointed out");
        let other = Browser::signed_in(&registry).await;
        assert_eq!(other.get(&upload).await.status, 303, "a list is seen by who brought it");

        browser.act(&upload, "action=read&column-F=activity").await;
        let page = browser.get(&upload).await.ok().text();
        assert!(!page.contains("class=\"unknown\""), "{page}");
        assert_eq!(browser.act(&upload, "action=match").await.status, 303);
        let batch = eventually("the list to be matched", || async {
            let answer = browser.get(&upload).await;
            (answer.status == 303).then(|| answer.header("location").to_owned())
        })
        .await;
        assert_eq!(batch, "/kk/desk/batches/l1");
        assert_eq!(browser.files(), 0, "the file goes when its list is matched");

        let page = browser.get(&batch).await.ok().text();
        assert!(page.contains("value=\"apply\"") && page.contains("Асыл мұра"), "{page}");
        browser.act(&batch, "action=apply").await;
        eventually("the list to be applied", || async {
            browser.get(&batch).await.text().contains("tag applied").then_some(())
        })
        .await;
        let count = registry.app.lists.batch("l1").await.unwrap().summary.created;
        assert_eq!(count, 2);
        let actor = registry.app.lists.batch("l1").await.unwrap().row.actor;
        assert!(actor.starts_with('s') && actor != "system", "{actor}");

        browser.act(&batch, "action=revert").await;
        eventually("the list to be reverted", || async {
            browser.get(&batch).await.text().contains("tag reverted").then_some(())
        })
        .await;
        assert!(browser.get("/kk/desk").await.ok().text().contains("test-list"));
        assert_eq!(browser.get("/kk/desk/batches/l9").await.status, 404);
        assert_eq!(browser.get("/kk/desk/batches/l1/review/1").await.status, 404, "not in review");

        assert_eq!(browser.act("/kk/desk/sign-out", "").await.header("location"), "/kk/desk/sign-in");
        assert_eq!(browser.get("/kk/desk").await.status, 303);
    }

    async fn tokens_come_from_the_command_line(registry: TestRegistry) {
        let place = registry.place.clone();
        let made = run_command(birlik(&place, ["staff", "token", "--name", "Айгүл", "--days", "2"])).status(0);
        let token = made.out.trim();
        assert!(token.starts_with("birlik-staff-"), "{token}");
        assert!(!made.err.contains(token), "the token is said once");
        let mut browser = Browser::new(&registry);
        assert_eq!(browser.sign_in(token).await.status, 303);
        let shown = run_command(birlik(&place, ["staff", "tokens"])).status(0).out;
        assert!(shown.contains("Айгүл") && !shown.contains(token), "{shown}");
        let id = shown.split_whitespace().next().unwrap();
        run_command(birlik(&place, ["staff", "revoke", id])).status(0);
        assert_eq!(browser.get("/kk/desk").await.status, 303);
        run_command(birlik(&place, ["staff", "revoke", id])).status(1);
        run_command(birlik(&place, ["staff", "token", "--days", "0"])).status(1);
    }
}
