"""Who has read a version and who has not, as far as each reader may follow it."""

from django.urls import reverse

from people.standing import Standing
from policy.access import Access
from policy.acknowledging import acknowledge
from policy.progress import progress_of
from tests.cast import Cast, make_guardian, make_pupil
from tests.protocol import changed_text, published


def seen_by(user, version) -> dict[str, tuple[int, int]]:
    progress = progress_of(Access(Standing.of(user), version))
    return {group.name: (group.done, group.total) for group in progress.groups}


def names(user, version) -> set[str]:
    progress = progress_of(Access(Standing.of(user), version))
    return {silent.person.name for group in progress.groups for silent in group.waiting}


def test_the_director_sees_staff_and_every_group_of_parents(cast: Cast):
    version = published(cast)
    acknowledge(actor=cast.mother, version=version)
    acknowledge(actor=cast.teacher, version=version)
    seen = seen_by(cast.director, version)
    assert list(seen.values()) == [(1, 8), (1, 5), (0, 1)]
    assert "Anke Visser" in names(cast.director, version)


def test_a_parent_without_authority_counts_as_well(cast: Cast):
    version = published(cast)
    assert {"Kees Bakker", "Omar Aydın"} <= names(cast.director, version)


def test_a_teacher_sees_the_parents_of_the_own_group_only(cast: Cast):
    version = published(cast)
    assert list(seen_by(cast.teacher, version).values()) == [(0, 5)]
    assert "Anke Visser" not in names(cast.teacher, version)


def test_a_supervisor_sees_the_own_staff_only(cast: Cast):
    version = published(cast)
    assert names(cast.supervisor, version) == {"Bram Postma", "Wim Terpstra"}


def test_a_parent_of_two_children_counts_in_both_groups_and_once_in_all(cast: Cast):
    make_pupil(cast.school, "Mila de Wit", cast.other_group)
    pupil = cast.other_group.enrolments.get(pupil__first_name="Mila").pupil
    cast.sam.guardianships.get(guardian=cast.mother.person)
    pupil.guardianships.create(
        guardian=cast.mother.person, relation="mother", authority="yes", starts=cast.year.starts
    )
    version = published(cast)
    progress = progress_of(Access(Standing.of(cast.director), version))
    assert [group.total for group in progress.groups] == [8, 5, 2]
    assert progress.total == 14


def test_after_a_minor_change_who_had_read_it_still_has(cast: Cast):
    acknowledge(actor=cast.mother, version=published(cast))
    version = published(cast, text=changed_text(), minor_change=True)
    assert "Nadia de Wit-Benali" not in names(cast.director, version)


def test_the_page_names_the_child_beside_a_silent_parent(cast: Cast, as_):
    url = reverse("policy:progress", kwargs={"pk": published(cast).pk})
    page = as_(cast.director).get(url).content.decode()
    assert "Nadia de Wit-Benali" in page and "Sam W." in page


def test_only_the_office_gets_the_link_for_paper(cast: Cast, as_):
    pk = published(cast).pk
    url, paper = reverse("policy:progress", kwargs={"pk": pk}), reverse("policy:on_behalf", kwargs={"pk": pk})
    assert paper in as_(cast.administrator).get(url).content.decode()
    assert paper not in as_(cast.director).get(url).content.decode()


def test_a_group_more_costs_no_query_more(cast: Cast, as_, django_assert_num_queries):
    version = published(cast)
    access = Access(Standing.of(cast.director), version)
    with django_assert_num_queries(3):
        progress_of(access)
    for number in range(6):
        child = make_pupil(cast.school, f"Kind{number} Vos", cast.other_group)
        make_guardian(cast.school, f"Ouder{number} Vos", child, "mother", "yes")
    with django_assert_num_queries(3):
        progress_of(access)
