//! Pages that stand in the place of a story: they say that it is not there, or ask for something first.
//!
//! In: a page, its headline and the text found on it. Out: why it is refused, if it is one. Only pages with little text
//! are, by their headline or by what they ask for: a story about cookies or passwords is a story.

use super::document::Document;
use crate::Reject;
use article::word_count;

/// Most words that such a page has.
const MOST_WORDS: u32 = 150;

/// Beginnings of headlines, in lower case, of pages that are not there.
const NOT_FOUND: &[&str] = &[
    "404",
    "error 404",
    "page not found",
    "not found",
    "page cannot be found",
    "page can't be found",
    "page can’t be found",
    "page doesn't exist",
    "this page doesn",
    "we can't find",
    "we cannot find",
    "we couldn't find",
    "we can’t find",
    "sorry, we can",
    "sorry, we cannot",
    "sorry, we couldn",
    "oops",
    "seite nicht gefunden",
    "seite wurde nicht gefunden",
    "página no encontrada",
    "página não encontrada",
    "page introuvable",
    "page non trouvée",
    "pagina non trovata",
    "pagina niet gevonden",
    "nie znaleziono strony",
    "sidan hittades inte",
    "sayfa bulunamadı",
    "страница не найдена",
    "сторінку не знайдено",
    "ページが見つかりません",
    "页面不存在",
];

/// Beginnings of headlines, in lower case, of pages that ask who the reader is.
const LOGIN: &[&str] = &[
    "log in",
    "login",
    "sign in",
    "sign up",
    "register",
    "create an account",
    "anmelden",
    "einloggen",
    "iniciar sesión",
    "inicia sesión",
    "acceder",
    "entrar",
    "se connecter",
    "connexion",
    "accedi",
    "inloggen",
    "zaloguj",
    "logga in",
    "giriş yap",
    "войти",
    "вход",
    "ログイン",
    "登录",
];

/// Beginnings of headlines, in lower case, of pages that ask whether the reader is a machine.
const ROBOT: &[&str] = &[
    "just a moment",
    "attention required",
    "access denied",
    "are you a robot",
    "checking your browser",
    "please verify you are",
    "verify you are human",
    "verifying you are human",
    "security check",
    "pardon our interruption",
    "403 forbidden",
    "bot verification",
];

/// Words, in lower case, of which a page that asks for consent uses several.
const CONSENT: &[&str] = &[
    "cookie",
    "consent",
    "partners",
    "privacy",
    "personal data",
    "personalised",
    "personalized",
    "advertis",
    "accept",
    "legitimate interest",
    "datenschutz",
    "einwillig",
    "zustimm",
    "personenbezogen",
    "partner",
    "werbung",
    "akzept",
    "privacidad",
    "consentimiento",
    "aceptar",
    "datos personales",
    "confidentialité",
    "consentement",
    "accepter",
    "données personnelles",
    "privacidade",
    "aceitar",
    "acconsent",
    "accett",
    "toestemming",
];

/// How many of them.
const ENOUGH_OF_CONSENT: usize = 4;

/// Why this page is none with a story.
pub(super) fn barrier(document: &Document, headline: &str, text: &str) -> Option<Reject> {
    if word_count(text) > MOST_WORDS {
        return None;
    }
    let headline = headline.to_lowercase();
    // Whole words: nurses who are registered do not ask anybody to register.
    let is_start =
        |start: &&str| headline.strip_prefix(*start).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let begins = |starts: &[&str]| starts.iter().any(is_start);
    if begins(NOT_FOUND) && word_count(text) < MOST_WORDS / 2 {
        return Some(Reject::new("not_found", "the page says that it is not there"));
    }
    if begins(ROBOT) {
        return Some(Reject::new("robot_check", "the page asks whether its reader is a machine"));
    }
    let asks_password = document
        .elements("input")
        .any(|id| document.attribute(id, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("password")));
    if begins(LOGIN) && (asks_password || word_count(text) < 30) {
        return Some(Reject::new("login_page", "the page asks who its reader is"));
    }
    let text = text.to_lowercase();
    let found = CONSENT.iter().filter(|word| text.contains(*word) || headline.contains(*word)).count();
    (found >= ENOUGH_OF_CONSENT
        && (text.contains("cookie") || headline.contains("privacy") || headline.contains("cookie")))
    .then(|| Reject::new("consent_wall", "the page asks for consent and shows no story"))
}
