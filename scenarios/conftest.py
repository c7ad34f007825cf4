"""Has pytest collect the scenarios beside this file: `pytest scenarios/ -n 2 --junitxml scenarios.xml`."""

from automation import scenario_tests

pytest_addoption = scenario_tests.pytest_addoption
pytest_configure = scenario_tests.pytest_configure
pytest_collection_modifyitems = scenario_tests.pytest_collection_modifyitems
pytest_collect_file = scenario_tests.pytest_collect_file
