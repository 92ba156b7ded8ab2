from sim.config.choices import choices, chosen, config_folder, did_you_mean, groups, listed, refusal


def test_groups_are_folders_and_choices_are_files() -> None:
    assert {"population", "policy", "traffic", "platform", "engine", "record", "scenario"} <= set(groups())
    assert (config_folder() / "config.yaml").is_file()
    assert {"steady", "drying", "dry_refill"} <= set(choices("traffic"))
    assert choices("nothing") == ()


def test_every_group_has_a_default_choice() -> None:
    assert set(chosen()) == set(groups())
    assert all(name in choices(group) for group, names in chosen().items() for name in names.split(","))


def test_near_misses() -> None:
    assert did_you_mean("intrest", ["random", "interest"]) == "; did you mean interest?"
    assert did_you_mean("zzz", ["random", "interest"]) == ""
    assert refusal("engine", "fast", ["compiled"]) == "engine is fast, allowed is one of compiled"


def test_long_lists_are_cut() -> None:
    assert listed(map(str, range(40))) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 28 more"
    assert listed("abc") == "a, b, c"
