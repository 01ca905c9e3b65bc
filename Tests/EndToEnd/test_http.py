"""Caching, languages, paging, filters, search and cross-origin calls."""

import http.client
import re
from xml.etree import ElementTree

import pytest

from service import PACKAGE, Service

COLLECTIONS = ("trials", "regimens", "drugs", "references", "diseases", "cases")
RESOURCES = [
    *(f"/{collection}" for collection in COLLECTIONS), "/trials/bolero-2", "/regimens/olaparib", "/drugs/everolimus",
    "/references/baselga2012", "/diseases/breast-cancer", "/cases/case-7", "/cases/case-7/input", "/vocabulary",
    "/vocabulary?disease=breast-cancer", "/trials?q=everolimus&limit=1", "/openapi.yaml", "/", "/docs", "/app/main.js", "/app/icon.svg",
    "/plots/forest.svg?disease=breast-cancer",
]
HEALTH = ("/healthz", "/readyz")
LOCALISED = [path for path in RESOURCES if path != "/openapi.yaml" and not path.startswith("/app/")]


@pytest.mark.parametrize("path", RESOURCES)
def test_entity_tag_is_strong_and_answers_304(service, path):
    answer = service.request("GET", path)
    tag = answer.field("ETag")
    assert re.fullmatch(r'"[^"]+"', tag)
    for field in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        unchanged = service.request("GET", path, If_None_Match=field)
        assert (unchanged.status, unchanged.body) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary", "Content-Language"):
            assert unchanged.field(name) == answer.field(name)
    assert service.request("GET", path, If_None_Match='"other"').body == answer.body


@pytest.mark.parametrize("path", RESOURCES)
def test_if_match_of_another_tag_is_412(service, path):
    tag = service.request("GET", path).field("ETag")
    for field in (tag, "*", f'"other", {tag}'):
        assert service.request("GET", path, If_Match=field).status == 200
    for field, none_match in (('"other"', None), (f"W/{tag}", None), ('"other"', tag)):
        refused = service.request("GET", path, If_Match=field, **({"If_None_Match": none_match} if none_match else {}))
        assert (refused.status, refused.media_type) == (412, "application/problem+json")
    assert service.request("GET", path, If_Match=tag, If_None_Match=tag).status == 304


@pytest.mark.parametrize("path", HEALTH)
def test_health_is_not_cached(service, path):
    answer = service.get(path)
    assert (answer.status, answer.json(), answer.field("ETag")) == (200, {"status": "ok"}, None)
    assert answer.field("Cache-Control") == "no-store"


@pytest.mark.parametrize("path", [*RESOURCES, *HEALTH])
def test_head_has_the_fields_of_get(service, path):
    get, head = (service.request(method, path) for method in ("GET", "HEAD"))
    assert head.body == b"" and head.status == get.status
    without_date = [[field for field in answer.fields if field[0] != "Date"] for answer in (get, head)]
    assert without_date[0] == without_date[1]
    assert get.field("Content-Length") == str(len(get.body))


@pytest.mark.parametrize("path", LOCALISED)
def test_language_of_the_query_goes_before_that_of_the_field(service, path):
    join = "&" if "?" in path else "?"
    for target, field, language in (
        (path, None, "en"), (path, "ru", "ru"), (path, "ru-RU, en;q=0.5", "ru"), (path, "de, en;q=0.5, ru;q=0.4", "en"),
        (path, "de", "en"), (path, "ru;q=0", "en"), (path + join + "lang=ru", "en", "ru"), (path + join + "lang=en", "ru", "en"),
    ):
        answer = service.request("GET", target, **({"Accept_Language": field} if field else {}))
        assert answer.field("Content-Language") == language, (target, field)
        assert "Accept-Language" in answer.field("Vary")


def test_languages_have_different_tags(service):
    tags = {service.get("/trials", {"lang": language}).field("ETag") for language in ("en", "ru")}
    assert len(tags) == 2


def test_start_page_and_index_depend_on_accept(service):
    page, index = service.get("/", Accept="text/html,*/*;q=0.8"), service.get("/", Accept="application/json")
    assert (page.media_type, index.media_type) == ("text/html", "application/json")
    assert "Accept" in page.field("Vary") and page.field("ETag") != index.field("ETag")
    assert "default-src 'none'" in page.field("Content-Security-Policy")
    assert all(service.request("GET", link).status in (200, 405) for link in index.json()["links"].values())


@pytest.mark.parametrize("language", ("en", "ru"))
def test_page_holds_nothing_inline_and_all_that_it_names_is_served(service, language):
    page = service.get("/", {"lang": language}, Accept="text/html")
    assert f'<html lang="{language}">' in page.text
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|https?://", page.text)
    assert not re.search(r"unsafe|https?:|\*|data:", page.field("Content-Security-Policy"))
    modules = re.findall(r"<([^>]+)>; rel=modulepreload", page.field("Link"))
    assert {"/app/main.js", "/app/view-case.js", f"/app/texts.{language}.js", "/app/dom.js"} <= set(modules)
    for link in [*re.findall(r'(?:href|src)="([^"]+)"', page.text), *modules]:
        assert service.request("GET", link.replace("&amp;", "&")).status == 200, link


def test_files_of_the_page_keep_their_lines_and_fit_into_a_quarter_of_a_megabyte(service):
    app = PACKAGE / "Resources/web/app"
    served = {file.name: service.get(f"/app/{file.name}") for file in app.iterdir()}
    for name, answer in served.items():
        assert answer.status == 200, name
        written, lines = ([line.replace(" ", "") for line in text.splitlines()] for text in ((app / name).read_text(), answer.text))
        assert len(lines) == len(written) and all(a in ("", b) for a, b in zip(lines, written)), name
    assert sum(len(answer.body) for answer in served.values()) < 248_000


def test_a_forest_plot_is_a_picture_for_people_and_programs(service):
    for language, words in (("en", ("Not head-to-head", "0.45 (0.38–0.54)", "phase 3")), ("ru", ("Не прямое сравнение", "0,45 (0,38–0,54)", "фаза 3"))):
        answer = service.get("/plots/forest.svg", {"disease": "breast-cancer", "endpoint": "PFS", "lang": language})
        root = ElementTree.fromstring(answer.body)
        kinds = [each.tag.split("}")[1] for each in root]
        assert kinds[:2] == ["title", "desc"] and root.get("aria-labelledby") == "fp-title fp-desc"
        assert all(each in answer.text for each in (*words, "BOLERO-2", "n 724"))
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", answer.text)
    one = service.get("/plots/forest.svg", {"endpoint": "OS", "regimen": "everolimus-exemestane"})
    assert one.text.count('class="fp-row"') == 1
    for disease in ("breast-cancer", "multiple-myeloma"):
        few, many = (service.get("/plots/forest.svg", {"disease": disease, "subgroups": flag}).text.count("fp-row") for flag in ("false", "true"))
        assert 5 < few < many


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_links_walk_the_whole_list_and_back(service, collection):
    whole = [entry["id"] for entry in service.entries(f"/{collection}")]
    target, walked, pages = f"/{collection}?limit=7&lang=ru&q=%D0%B0", [], []
    expected = [entry["id"] for entry in service.entries(f"/{collection}", {"q": "а"})]
    while target:
        answer = service.request("GET", target)
        pages.append(target)
        walked += [entry["id"] for entry in answer.json()["items"]]
        links = dict(re.findall(r'<([^>]+)>; rel="(\w+)"', answer.field("Link") or ""))
        target = next((link for link, relation in links.items() if relation == "next"), None)
        assert (len(pages) > 1) == ("prev" in links.values())
    assert walked == expected and set(walked) <= set(whole)
    assert len(set(walked)) == len(walked)


def items(service, path, **query):
    return service.entries(path, query)


def whole(service, path, **query):
    return [service.get(f"{path}/{entry['id']}").json() for entry in items(service, path, **query)]


def test_filters_of_trials(service):
    trials = {trial["id"]: trial for trial in whole(service, "/trials")}
    for phase in ("1", "2", "3", "4"):
        assert {each["id"] for each in items(service, "/trials", phase=phase)} == {
            id for id, trial in trials.items() if str(trial.get("phase")) == phase}
    for origin in ("seed", "beyond-seed"):
        assert {each["id"] for each in items(service, "/trials", origin=origin)} == {
            id for id, trial in trials.items() if trial["origin"] == origin}
    assert {each["id"] for each in items(service, "/trials", disease="breast-cancer")} == {
        id for id, trial in trials.items() if trial["disease"] == "breast-cancer"}
    of_regimen = {each["id"] for each in items(service, "/trials", regimen="everolimus-exemestane")}
    assert "bolero-2" in of_regimen and "olympiad" not in of_regimen
    of_drug = {each["id"] for each in items(service, "/trials", drug="everolimus")}
    assert of_regimen <= of_drug and "pre0102" in of_drug
    assert items(service, "/trials", drug="everolimus", phase="2", origin="seed") == [
        each for each in items(service, "/trials") if each["id"] in of_drug and each.get("phase") == 2 and each["origin"] == "seed"]


def test_filters_of_regimens(service):
    regimens = items(service, "/regimens")
    with_everolimus = {each["id"] for each in items(service, "/regimens", drug="everolimus")}
    assert with_everolimus == {each["id"] for each in regimens if any(drug["id"] == "everolimus" for drug in each["drugs"])}
    parp = {each["id"] for each in items(service, "/regimens", drugClass="parp")}
    assert {"olaparib", "talazoparib"} <= parp and "doxorubicin" not in parp
    assert items(service, "/regimens", origin="seed") == [each for each in regimens if each["origin"] == "seed"]
    assert items(service, "/regimens", disease="breast-cancer") == [each for each in regimens if each["disease"] == "breast-cancer"]


def test_filters_of_the_other_lists(service):
    drugs = {each["id"] for each in items(service, "/drugs", drugClass="cdk46")}
    assert {"abemaciclib", "palbociclib", "ribociclib"} == drugs
    guidelines = items(service, "/references", kind="guideline")
    assert guidelines and all(each["kind"] == "guideline" for each in guidelines)
    cases = items(service, "/cases", disease="breast-cancer")
    assert cases and all(each["disease"] == "breast-cancer" for each in cases)


@pytest.mark.parametrize("path, key, of", (
    ("/trials", "name", lambda each: each["name"].casefold()),
    ("/trials", "year", lambda each: each.get("year")),
    ("/trials", "n", lambda each: each.get("participants", {}).get("value")),
    ("/trials", "phase", lambda each: each.get("phase")),
    ("/regimens", "name", lambda each: each["name"].casefold()),
    ("/drugs", "name", lambda each: each["name"].casefold()),
    ("/references", "year", lambda each: each.get("year")),
))
def test_sort_in_both_directions(service, path, key, of):
    for sign, backwards in (("", False), ("-", True)):
        values = [of(each) for each in items(service, path, sort=sign + key)]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=backwards)
        assert values[:len(known)] == known


@pytest.mark.parametrize("path, words, found", (
    ("/trials", "BOLERO", "bolero-2"), ("/trials", "bolero-2", "bolero-2"), ("/drugs", "Эверолимус", "everolimus"),
    ("/drugs", "ЭВЕРОЛИМУС", "everolimus"), ("/drugs", "EVEROLIMUS", "everolimus"), ("/drugs", "Éverolimus", "everolimus"),
    ("/trials", "экземестан", None), ("/trials", "постменопауза", None), ("/cases", "легкие", None),
    ("/diseases", "РМЖ", "breast-cancer"), ("/regimens", "еженедельно паклитаксел", "paclitaxel-weekly"),
    ("/references", "baselga2012", "baselga2012"),
))
def test_search_folds_case_and_diacritics(service, path, words, found):
    results = [each["id"] for each in items(service, path, q=words)]
    assert found is None or found in results


def test_search_takes_yo_for_ye(service):
    for path, with_yo, without in (("/regimens", "лёгких", "легких"), ("/trials", "учётом", "учетом"), ("/regimens", "ещё", "еще")):
        assert items(service, path, q=with_yo) == items(service, path, q=without)
    assert items(service, "/regimens", q="лёгких")


def test_search_needs_every_word(service):
    both = {each["id"] for each in items(service, "/regimens", q="everolimus fulvestrant")}
    assert both <= {each["id"] for each in items(service, "/regimens", q="everolimus")}
    assert "everolimus-fulvestrant" in both
    assert items(service, "/regimens", q="qqqq") == []


@pytest.mark.parametrize("target, words", (
    ("/trials?diseas=breast-cancer", "`disease`"), ("/trials?disease=brest-cancer", "`breast-cancer`"), ("/trials?sort=size", "name, year"),
    ("/trials?limit=0", "1 to 200"), ("/trials?limit=201", "1 to 200"), ("/trials?limit=ten", "1 to 200"), ("/trials?offset=-1", "0 to"),
    ("/trials?phase=5", "phase"), ("/trials?lang=de", "en or ru"), ("/trials?limit=1&limit=2", "twice"), ("/trials/bolero-2?lange=ru", "`lang`"),
    ("/trials/bolero-2?lang=ru&lang=en", "twice"), ("/vocabulary?diseases=breast-cancer", "`disease`"), ("/?langg=ru", "`lang`"),
    ("/openapi.yaml?v=1", "`v`"), ("/app/main.js?v=1", "`v`"), ("/docs?langg=ru", "`lang`"), ("/plots/forest.svg?endpoint=OSS", "`OS`"),
    ("/plots/forest.svg?layout=square", "one of wide, narrow"), ("/plots/forest.svg?disease=brest-cancer", "`breast-cancer`"), ("/regimens?drugclass=parp", "`drugClass`"),
))
def test_parameter_that_cannot_be_used_is_400(service, target, words):
    answer = service.request("GET", target)
    assert (answer.status, answer.media_type) == (400, "application/problem+json")
    assert words in answer.json()["detail"]


@pytest.mark.parametrize("target", ("/recommend?detail=all", "/recommend?details=full", "/recommend?lang=fr"))
def test_parameter_of_a_question_that_cannot_be_used_is_400(service, target):
    assert service.request("POST", target, b"{}", Content_Type="application/json").status == 400


def test_page_beyond_the_end_is_empty(service):
    answer = service.get("/trials", {"offset": 1000})
    assert answer.status == 200 and answer.json()["items"] == []
    assert 'rel="prev"' in answer.field("Link")


def test_connection_serves_many_requests(service):
    connection = http.client.HTTPConnection(service.host, service.port, timeout=10)
    for path in ("/trials", "/drugs", "/nothing", "/healthz"):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.status in (200, 404) and not response.will_close
    connection.close()


ORIGIN = "https://app.example"


@pytest.fixture(scope="module")
def cross_origin(elsewhere):
    running = Service("--cors-origin", ORIGIN, directory=elsewhere)
    yield running
    assert running.stop() == 0


def test_allowed_origin_may_read(cross_origin, case_7_bytes):
    for answer in (
        cross_origin.get("/trials", Origin=ORIGIN), cross_origin.recommend(case_7_bytes, Origin=ORIGIN),
        cross_origin.get("/nothing", Origin=ORIGIN), cross_origin.recommend("{", Origin=ORIGIN),
    ):
        assert answer.field("Access-Control-Allow-Origin") == ORIGIN
        assert "Origin" in answer.field("Vary")
    exposed = cross_origin.get("/trials", Origin=ORIGIN).field("Access-Control-Expose-Headers")
    assert {"ETag", "Link"} <= set(exposed.split(", "))


def test_preflight_is_answered(cross_origin):
    answer = cross_origin.request(
        "OPTIONS", "/recommend", Origin=ORIGIN, Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type")
    assert answer.status == 204 and answer.body == b""
    assert answer.field("Access-Control-Allow-Origin") == ORIGIN
    assert "POST" in answer.field("Access-Control-Allow-Methods")
    assert "content-type" in answer.field("Access-Control-Allow-Headers").lower()


def test_other_origins_may_not(cross_origin, service):
    assert cross_origin.get("/trials", Origin="https://evil.example").field("Access-Control-Allow-Origin") is None
    assert service.get("/trials", Origin=ORIGIN).field("Access-Control-Allow-Origin") is None
