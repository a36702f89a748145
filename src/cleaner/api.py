"""The public API of the library: `clean`, `clean_html` and `Cleaner`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from cleaner.config.settings import Headline, Preset, Settings, SiteSettings, sites_of
from cleaner.config.sites import section_of
from cleaner.core.document import PAGE, TEXT, Document
from cleaner.core.missing import is_missing, stated
from cleaner.core.result import Failure, Result
from cleaner.intake import documents
from cleaner.intake.extractors import DEFAULT_EXTRACTOR, Extractor
from cleaner.intake.failures import reason
from cleaner.intake.limits import Limits
from cleaner.matching.card import Card
from cleaner.matching.catalog import DEFAULT_PRESET, Catalog, builtin
from cleaner.matching.matcher import Matcher
from cleaner.pipeline.batches import batches, together_or_alone
from cleaner.pipeline.run import BUDGET, run_batch
from cleaner.system.log import cleaner_logger, log_result
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.system.many import ArticleTask

_MOST_AHEAD = 256  # articles that clean_many reads before it yields the result of the first of them
_SECONDS_AHEAD = 0.05  # a source that is slower gets its results at once
_CACHED_SITES = 64  # compiled settings of sites; each takes 2 MB, and 0.1 s to compile again


class Cleaner:
    """Cleans many documents with one configuration. It compiles rules once, and it can be pickled.

    preset: "careful" runs only high-confidence rules, "standard" all stable rules, "thorough" also the rules and
        phrases in preview.
    select: names of rules or families, or "all"; only these run. None selects the rules of the preset, an empty
        list selects none.
    ignore: names of rules or families that do not run.
    rules: your own cards, added to the built-in ones: Card objects, or paths of TOML files.
    headline: "keep" or "drop" the article's own headline at the top of its text. None keeps it in text and drops
        it from HTML, whose title is known.
    extractor: what finds the article of a page: "auto" runs trafilatura's fast mode, and its full mode where the
        result of the fast mode is doubtful; "trafilatura" always runs the full mode; "resiliparse" is faster and
        less accurate, and needs the extra of that name.
    repair: whether intake repairs mojibake, control characters and stray entities.
    budget: the largest share of a document's characters to remove (0 to 1). Beyond it, only high-confidence rules
        apply, and `Result.withheld` is set; if even that is more, `Result.excess`.
    model: the path of a line model that `cleaner train` wrote; None selects the one that ships with the package.
        The rules of the family `learned` ask it. The preset "careful" does not run them.
    sites: settings for articles whose address (`url`) has that host or a subdomain of it: {"example.org":
        {"headline": "drop"}}. A site may set select, ignore, rules, headline, preset, budget and model. Its ignore
        and rules extend the general ones; the other settings replace them. A rule that is ignored in general does
        not run, even if a site selects it.

    Raises CardError for an invalid card, ModelError for a file that is no model, UnknownRuleError for an unknown
    rule and PatternError for a pattern that RE2 rejects. All four are ConfigurationErrors. Raises TypeError for an
    argument of the wrong type.

    >>> cleaner = Cleaner(ignore=["related"])
    >>> cleaner.clean("Rain fell.\\n\\nREAD MORE: Snow fell").text
    'Rain fell.\\n\\nREAD MORE: Snow fell'
    """

    def __init__(
        self,
        *,
        select: Iterable[str] | None = None,
        ignore: Iterable[str] = (),
        rules: Iterable[Card | str] = (),
        headline: Headline | None = None,
        repair: bool = True,
        extractor: Extractor = DEFAULT_EXTRACTOR,
        preset: Preset = DEFAULT_PRESET,
        budget: float = BUDGET,
        model: str | None = None,
        sites: Mapping[str, SiteSettings] | None = None,
    ) -> None:
        arguments = {
            "select": select,
            "ignore": ignore,
            "rules": rules,
            "headline": headline,
            "repair": repair,
            "extractor": extractor,
            "preset": preset,
            "budget": budget,
            "model": model,
        }
        self._settings = Settings.of(arguments)
        self._compiled: dict[str, Matcher] = {}
        self._catalogs: dict[str, Catalog] = {}
        self._catalog_for("text")
        self._sites = sites_of(self._settings, sites or {})

    @property
    def digest(self) -> str:
        """The digest of the configuration, "sha256:…". Equal digests give equal results on equal input."""
        import hashlib

        own = self._settings
        state: tuple[object, ...] = (
            __version__,
            self.rules_digest("text"),
            self.rules_digest("html"),
            own.headline,
            own.repair,
            own.extractor,
            own.budget,
            own.model_digest,
            own.level,
        )
        if self._sites:
            state += (builtin().digest, sorted(self._sites.items()))
        return "sha256:" + hashlib.sha256(repr(state).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def settings(self) -> Settings:
        """The checked settings, without those of sites."""
        return self._settings

    def varied(self, **changes: Any) -> Cleaner:
        """Return a Cleaner with some arguments changed, and without sites. Raises the errors of `Cleaner`."""
        return Cleaner(**self._settings.arguments() | changes)

    def for_url(self, url: str | None) -> Cleaner:
        """Return the Cleaner for articles from `url`: this one, unless their site has its own settings."""
        site = self._site_of(url)
        return self if site is None else _for_site(self._sites[site])

    def _site_of(self, url: str | None) -> str | None:
        return section_of(url, self._sites) if self._sites else None

    def rules_digest(self, format: str) -> str:
        """Return the digest of the rules for documents of `format` ("text" or "html") without sites, "sha256:…"."""
        return self._catalog_for(format).digest

    def clean(
        self, text: str, *, title: str | None = None, url: str | None = None, language: str | None = None
    ) -> Result:
        """Clean one article given as text.

        title: the article's headline, if it is known; url: its address; language: its code, such as "en". None
        and NaN stand for an unknown one.
        Spans are offsets in characters of `Result.document.text`, the repaired text. Raises TypeError if an
        argument is not a string.
        """
        return self.run(self._document(text, title=title, url=url, language=language))

    def _document(self, text: str, **known: Any) -> Document:
        """Return the document of an article given as text; the arguments are those of `clean`."""
        if not isinstance(text, str):
            raise TypeError(
                f"clean() takes the article's text as str, not {type(text).__name__}; decode bytes first"
            )
        return documents.from_text(text, **stated(**known), repair=self.repairs)

    def clean_html(
        self,
        html: str | bytes,
        *,
        title: str | None = None,
        url: str | None = None,
        language: str | None = None,
        markdown: bool = False,
        metadata: bool = False,
    ) -> Result:
        """Extract the article from a page and clean it. Spans are offsets in characters of the extracted text.

        markdown: read the structure of the page, for `Result.markdown`; metadata: read what it states of author,
            date and the like, for `Result.metadata`. The text and the removals are the same.
        Bytes are decoded by byte order mark, declared encoding and detection. Raises ExtractionError if the page
        holds no article, DecodeError if bytes are not text, TypeError for an argument of the wrong type.
        """
        known = {"title": title, "url": url, "language": language}
        return self.run(self._page(html, markdown=markdown, metadata=metadata, **known))

    def _page(self, html: str | bytes, *, markdown: bool = False, metadata: bool = False, **known: Any) -> Document:
        """Return the document of an article given as a page; the arguments are those of `clean_html`."""
        given = stated(**known)
        asked: dict[str, Any] = {
            "repair": self.repairs,
            "extractor": self.extractor,
            "structure": markdown,
            "metadata": metadata,
        }
        if isinstance(html, bytes):
            return documents.from_bytes(html, format="html", **given, **asked)
        if isinstance(html, str):
            return documents.from_html(html, **given, **asked)
        raise TypeError(f"clean_html() takes a page as str or bytes, not {type(html).__name__}")

    def run(self, document: Document) -> Result:
        """Clean a document that `cleaner.intake` returned."""
        return self._run([document])[0]

    def run_many(self, documents: Sequence[Document]) -> list[Result | Failure]:
        """Clean documents that `cleaner.intake` returned, in batches, and return their results in order.

        The results are those of `run`. A document that cannot be cleaned has a Failure and costs no other one
        anything.
        """
        return [result for batch in batches(documents) for result in together_or_alone(batch, self._run)]

    def run_each(self, items: Sequence[Document | Failure]) -> list[Result | Failure]:
        """Return the result of each document, see `run_many`, and each failure as it is."""
        results = iter(self.run_many([item for item in items if isinstance(item, Document)]))
        return [next(results) if isinstance(item, Document) else item for item in items]

    def _run(self, documents: Sequence[Document]) -> list[Result]:
        """Clean documents together: those with the same settings and format in one pass."""
        groups: dict[tuple[str | None, str], list[int]] = {}
        for at, document in enumerate(documents):
            groups.setdefault((self._site_of(document.url), document.origin.format), []).append(at)
        results: dict[int, Result] = {}
        for (site, format), places in groups.items():
            # one site after the other: their compiled settings take memory
            worker = self if site is None else _for_site(self._sites[site])
            chosen = [documents[at] for at in places]
            results |= zip(places, run_batch(chosen, worker.matcher(format), worker._settings.budget), strict=True)
        found = [results[at] for at in range(len(documents))]
        if (logger := cleaner_logger()) is not None:
            for result in found:
                log_result(logger, result)
        return found

    def clean_many(
        self,
        articles: Iterable[str | Mapping[str, Any]],
        *,
        jobs: int | None = 1,
        seconds: float = Limits().seconds,
        progress: Callable[[int], object] | None = None,
    ) -> Iterator[Result | Failure]:
        """Clean many articles, and yield their results in order, while later ones are read and cleaned.

        articles: texts, or mappings with the arguments of `clean` ("text" and, if known, "title", "url",
            "language") or of `clean_html` ("html" instead of "text"). They are read as they are needed: in one
            process up to 256 before the result of the first of them, but none for longer than 0.05 seconds.
        jobs: the number of processes; 1 cleans in this one, None takes as many as there are cores. The results are
            the same. A script needs no `if __name__ == "__main__"` around it.
        seconds: with several jobs, the longest time for one article.
        progress: called with the number of finished articles after each.

        An article that cannot be cleaned yields a Failure instead of a Result: the reason as a word (`kind`) and as
        a sentence (`why`). So does, with several jobs, one that takes too long or too much memory, or that cannot
        be pickled. The logger "cleaner" warns of each. Raises TypeError or ValueError for wrong arguments,
        InputError if no process can be started.
        """
        if isinstance(articles, (str, bytes, Mapping)):
            raise TypeError(f"clean_many() takes several articles, such as a list, not {type(articles).__name__}")
        if jobs is not None and (isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1):
            raise ValueError(f"jobs is a number of processes from 1 up, or None, not {jobs!r}")
        return self._results(iter(articles), jobs, seconds, progress)

    def _results(
        self,
        articles: Iterator[str | Mapping[str, Any]],
        jobs: int | None,
        seconds: float,
        progress: Callable[[int], object] | None,
    ) -> Iterator[Result | Failure]:
        found: Iterator[Result | Failure]
        if jobs == 1:
            from cleaner.system.many import batched

            clean = _Many(self).clean
            found = chain.from_iterable(map(clean, batched(articles, _MOST_AHEAD, _SECONDS_AHEAD)))
        else:
            from cleaner.system.many import in_processes

            found = in_processes(_Many(self), articles, jobs, seconds)
        for done, result in enumerate(found, 1):
            if isinstance(result, Failure) and (logger := cleaner_logger()) is not None:
                logger.warning("article %d: %s", done, result.why)
            yield result
            if progress is not None:
                progress(done)

    @property
    def has_sites(self) -> bool:
        """Whether any site has its own settings."""
        return bool(self._sites)

    @property
    def repairs(self) -> bool:
        """Whether intake repairs mojibake, control characters and entities."""
        return self._settings.repair

    @property
    def extractor(self) -> Extractor:
        """What finds the article of a page."""
        return self._settings.extractor

    def __getstate__(self) -> dict[str, Any]:
        # Compiled patterns cannot be pickled, and catalogs change with use. Both are made again on first use.
        return self.__dict__ | {"_compiled": {}, "_catalogs": {}}

    def _catalog_for(self, format: str) -> Catalog:
        if format not in self._catalogs:
            self._catalogs[format] = self._settings.catalog(format)
        return self._catalogs[format]

    def matcher(self, format: str) -> Matcher:
        """Return the compiled rules for documents of `format` ("text" or "html"), without those of sites."""
        if format not in self._compiled:
            own = self._settings
            self._compiled[format] = Matcher(self._catalog_for(format), own.model, own.level)
        return self._compiled[format]


class _Many:
    """Cleans the articles of `clean_many`, in this process or in others, to which it is pickled."""

    def __init__(self, cleaner: Cleaner) -> None:
        self._cleaner = cleaner

    def __call__(self) -> Callable[[ArticleTask], list[Result | Failure]]:
        """Return the function that a process runs."""
        return lambda task: self.clean(task.articles)

    def clean(self, articles: Sequence[Any]) -> list[Result | Failure]:
        """Return the results of articles that are cleaned together: for an error of one its failure."""
        return self._cleaner.run_each([self._document(article) for article in articles])

    def _document(self, article: Any) -> Document | Failure:
        cleaner = self._cleaner
        try:
            if not isinstance(article, Mapping):
                return cleaner._document(article)
            given = dict(article)
            if PAGE in given and is_missing(given.get(TEXT)):
                given.pop(TEXT, None)
                return cleaner._page(given.pop(PAGE), **given)
            return cleaner._document(given.pop(TEXT, None), **given)
        except TypeError as error:
            return Failure("input", str(error))
        except Exception as error:
            return reason(error)


@lru_cache(maxsize=_CACHED_SITES)
def _for_site(settings: Settings) -> Cleaner:
    return Cleaner(**settings.arguments())


@lru_cache(maxsize=1)
def _default() -> Cleaner:
    return Cleaner()


def clean(text: str, *, title: str | None = None, url: str | None = None, language: str | None = None) -> Result:
    """Clean one article given as text with the stable rules. See `Cleaner.clean`.

    >>> result = clean("Rain fell.\\n\\nREAD MORE: Snow fell\\n\\nIt stopped at noon.")
    >>> result.text
    'Rain fell.\\n\\nIt stopped at noon.'
    >>> for removal in result.removals:
    ...     start, end = removal.span
    ...     print(removal.rule, repr(result.document.text[start:end]))
    related/read-more-line 'READ MORE: Snow fell'
    layout/blanks '\\n'
    layout/blanks '\\n'
    """
    return _default().clean(text, title=title, url=url, language=language)


def clean_html(
    html: str | bytes,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    markdown: bool = False,
    metadata: bool = False,
) -> Result:
    """Extract the article from a page and clean it with the stable rules. See `Cleaner.clean_html`."""
    return _default().clean_html(
        html, title=title, url=url, language=language, markdown=markdown, metadata=metadata
    )
