"""What a person may open: pages of the publisher, and no copies on a stranger's host."""

from core.facts.catalogue import Facts
from core.facts.dated import dated_facts
from core.facts.provenance import Source
from core.terms import Strength

# Hosts that copy what others published: what was read there is not linked.
COPIES = (
    "booksci.cn",
    "episerver",
    "jordan-cardiac.org",
    "markettransfer.info",
    "studylib.net",
    "usdentalcaretips.com",
    "vdocuments",
)


def _copied(facts: Facts) -> dict[str, Source]:
    return {name: source for name, source in facts.sources.items() if "third party" in source.note}


def test_no_address_leads_to_a_copy(facts: Facts) -> None:
    for source in facts.sources.values():
        assert not any(host in (source.address or "") for host in COPIES), source.id


def test_nothing_read_in_a_copy_is_called_official(facts: Facts) -> None:
    copied = _copied(facts)
    assert {"positions_2025", "nrmp_agreement_interviews", "fsmb_step3_faq"} <= copied.keys()
    assert all(source.strength is not Strength.OFFICIAL for source in copied.values())
    for _, name, fact in dated_facts(facts):
        if fact.strength is Strength.OFFICIAL:
            assert copied.keys().isdisjoint(fact.sources), name
