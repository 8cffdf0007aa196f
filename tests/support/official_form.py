"""The parts of the ids of the official form, in its order."""

PEOPLE = ["natural_person", "enterprise", "research_institute", "charity", "legal_service", "other_organisation"]
RESULTS = [
    "granted", "partly_granted",
    "refused.state_secret", "refused.prohibited_by_law", "refused.security_and_stability", "refused.third_party",
    "refused.internal_affairs", "refused.deliberative", "refused.enforcement_file", "refused.administrative_inquiry",
    "unavailable.not_held", "unavailable.must_be_created", "unavailable.still_unclear",
    "not_processed.petition", "not_processed.repeat", "not_processed.publication", "not_processed.excessive",
    "not_processed.confirmation",
    "other.not_corrected_in_time", "other.fee_not_paid_in_time", "other.other",
]  # fmt: skip
GROUPS = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]
OUTCOMES = ["upheld", "corrected", "other", "pending", "total"]
