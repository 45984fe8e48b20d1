//! Who may ask. In: the headers of a request. Out: whether it comes from this machine's own page, or why
//! it is refused. Never: a look at what it asks for.
//!
//! A page of another site can send requests to the loopback, and with a name of its own that resolves to it
//! (DNS rebinding) read the answers too. The name in `Host` and the site in `Origin` tell them apart.

use hyper::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName, ORIGIN};

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    Host,
    Origin,
    /// What is posted is no JSON; only JSON cannot be posted by a form of another site.
    ContentType,
}

/// The names of the loopback in addresses.
const NAMES: [&str; 2] = ["127.0.0.1", "localhost"];

/// Whether a request names this machine, and comes from a page of this port where it comes from a page.
pub fn check(headers: &HeaderMap, port: u16) -> Result<(), Refusal> {
    let host = only(headers, HOST).ok_or(Refusal::Host)?;
    if !is_here(host, port) {
        return Err(Refusal::Host);
    }
    if !headers.contains_key(ORIGIN) {
        return Ok(());
    }
    let origin = only(headers, ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
    match origin.is_some_and(|origin| is_here(origin, port)) {
        true => Ok(()),
        false => Err(Refusal::Origin),
    }
}

/// Whether what is posted is said to be JSON.
pub fn check_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = only(headers, CONTENT_TYPE).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    match essence.eq_ignore_ascii_case("application/json") {
        true => Ok(()),
        false => Err(Refusal::ContentType),
    }
}

/// The text of a header that is there once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?;
    match all.next() {
        None => first.to_str().ok(),
        Some(_) => None,
    }
}

/// `127.0.0.1:8080`. Without a port it is that of HTTP.
fn is_here(authority: &str, port: u16) -> bool {
    let (name, given) = match authority.rsplit_once(':') {
        Some((name, given)) => (name, given.parse().ok()),
        None => (authority, Some(80)),
    };
    given == Some(port) && NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn this_machine_may_ask() {
        for host in ["127.0.0.1:8080", "localhost:8080", "LocalHost:8080"] {
            assert_eq!(check(&headers(&[(HOST, host)]), 8080), Ok(()), "{host}");
        }
        let own = [(HOST, "localhost:8080"), (ORIGIN, "http://localhost:8080")];
        assert_eq!(check(&headers(&own), 8080), Ok(()));
        assert_eq!(check(&headers(&[(HOST, "localhost")]), 80), Ok(()));
    }

    #[test]
    fn other_names_may_not() {
        for host in [
            "example.com:8080",
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost.example.com:8080",
            "127.0.0.1:8080.example.com",
            "127.0.0.1:8080@example.com:8080",
            "",
        ] {
            let refused = Err(Refusal::Host);
            assert_eq!(check(&headers(&[(HOST, host)]), 8080), refused, "{host}");
        }
        assert_eq!(check(&HeaderMap::new(), 8080), Err(Refusal::Host));
        let two = [(HOST, "localhost:8080"), (HOST, "example.com:8080")];
        assert_eq!(check(&headers(&two), 8080), Err(Refusal::Host));
    }

    #[test]
    fn other_sites_may_not() {
        for origin in [
            "http://example.com",
            "https://localhost:8080",
            "http://localhost:8081",
            "null",
            "",
        ] {
            let pairs = [(HOST, "localhost:8080"), (ORIGIN, origin)];
            let refused = Err(Refusal::Origin);
            assert_eq!(check(&headers(&pairs), 8080), refused, "{origin}");
        }
    }

    #[test]
    fn what_a_form_can_post_is_no_json() {
        let json = |kind| check_json(&headers(&[(CONTENT_TYPE, kind)]));
        assert_eq!(json("application/json; charset=utf-8"), Ok(()));
        assert_eq!(json("text/plain"), Err(Refusal::ContentType));
        assert_eq!(check_json(&HeaderMap::new()), Err(Refusal::ContentType));
    }
}
