from infra.dashboards.writing import prepare, written
from infra.manifest import ROOT

if __name__ == "__main__":
    prepare(ROOT)
    for place, text in list(written()):
        (ROOT / place).write_text(text)
