"""Names in Devanagari: the official ones of the departments, and what in them is translated, spelled or an address."""

from __future__ import annotations

import pytest

from automation.names.matcher import Kinship


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Delhi Medical Council", "दिल्ली आयुर्विज्ञान परिषद"),
        ("Delhi Financial Corporation", "दिल्ली वित्त निगम"),
        ("Real Estate Regulatory Authority, NCT of Delhi", "भू-संपदा विनियामक प्राधिकरण, दिल्ली"),
        ("Board of Homoeopathic System of Medicine, Delhi", "होम्योपैथिक चिकित्सा पद्धति बोर्ड, दिल्ली"),
        ("Dr. Bhim Rao Ambedkar College", "डॉ. भीमराव अंबेडकर कॉलेज, दिल्ली"),
        ("Rao Tula Ram Memorial Hospital", "राव तुला राम स्मारक अस्पताल, जाफरपुर"),
        ("Bhagwan Mahavir Hospital", "भगवान महावीर अस्पताल, पीतमपुरा"),
        ("Lal Bahadur Shastri Hospital", "लाल बहादुर शास्त्री अस्पताल, मयूर विहार"),
        ("Industrial Training Institute, Pusa", "आई.टी.आई. पूसा"),
        ("Dr. N.C. Joshi Memorial Hospital", "डॉ. एन.सी. जोशी स्मारक अस्पताल"),
        ("Burari Hospital", "बुराड़ी अस्पताल"),
        ("Office of the District Magistrate, North East District", "जिलाधिकारी (उत्तर-पूर्वी)"),
        ("Public Works Department", "पीडब्ल्यूडी, दिल्ली"),
    ],
)
def test_hindi_words_letters_and_places_are_read(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Finance Department", "वित्त विभाग, राजस्थान"),
        ("Finance Department", "वित्त विभाग, उत्तर प्रदेश"),
        ("Finance Department", "वित्त मंत्रालय, भारत सरकार"),
        ("Finance Department", "दिल्ली वित्त निगम"),
        ("Department of Health and Family Welfare", "स्वास्थ्य विभाग, बिहार"),
        ("Industrial Training Institute, Pusa", "आईटीआई धीरपुर"),
        ("Delhi Medical Council", "अखिल भारतीय आयुर्विज्ञान संस्थान, दिल्ली"),
        ("Guru Teg Bahadur Hospital", "गुरु नानक नेत्र केंद्र"),
        ("Office of the District Magistrate, East District", "जिलाधिकारी कार्यालय, पश्चिम जिला"),
        ("Labour Department", "दिल्ली श्रमिक कल्याण बोर्ड"),
        ("Delhi Labour Welfare Board", "दिल्ली निर्माण श्रमिक कल्याण बोर्ड"),
    ],
)
def test_other_bodies_in_hindi_are_others(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.DIFFERENT


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Administrative Reforms Department", "Prashasnik Sudhar Vibhag, Delhi Sarkar"),
        ("Animal Husbandry Unit", "Pashupalan Vibhag, Delhi"),
        ("Department of Archaeology", "Puratatva Vibhag, Delhi"),
        ("Directorate of Local Bodies", "Sthaniya Nikay Nideshalaya, Delhi"),
        ("Land and Building Department", "Bhumi evam Bhawan Vibhag, Delhi"),
        ("Department of Law, Justice and Legislative Affairs", "Vidhi Nyaya evam Vidhayi Karya Vibhag, Delhi"),
        ("Department of Weights and Measures", "Naap Taul Vibhag, Delhi"),
        ("Delhi Minorities Commission", "Delhi Alpsankhyak Aayog"),
        ("Agricultural Produce Marketing Committee, Narela", "Anaj Mandi Narela (APMC)"),
    ],
)
def test_hindi_in_english_letters_is_translated_by_its_sound(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Administrative Reforms Department", "Police Sudhar Vibhag"),
        ("Directorate of Local Bodies", "Sthaniya Lekha Pariksha Nideshalaya"),
        ("Department of Archaeology", "Puratatva Sangrahalaya"),
        ("Delhi Minorities Commission", "Delhi Anusuchit Jati Aayog"),
    ],
)
def test_other_bodies_in_hindi_in_english_letters_are_others(listed, name, candidate):
    assert listed.compare(listed.expected(name), candidate).kinship is not Kinship.SAME
