"""Answers a cohort with Apache Spark, and counts what was answered.

    spark-submit --master 'local[2]' cohort.py cohort.ndjson answered .build/release/nextline

Each partition of the input is piped through one `nextline evaluate`: no service, no network. The input is newline-delimited cases, a
file or a glob of any file system that Spark knows (`.gz` too, as one partition a file). A line that is no case is answered with a
problem and counted. A process that ends otherwise than with as many answers as it had cases makes the job fail. Memory does not grow
with the cohort; what is under way in a partition are some megabytes.

The binary uses all cores it sees: on executors with several, `--conf spark.task.cpus=N` leaves them to it. On a cluster it is shipped
with its resources, which must lie beside it:

    tar -czf nextline.tar.gz -C .build/release nextline NextLine_Bundle.resources
    spark-submit --master yarn --deploy-mode cluster --archives nextline.tar.gz#nextline \\
      cohort.py 'hdfs:///cohort/*.ndjson' hdfs:///answered nextline/nextline

and likewise another edition of the knowledge: `--archives nextline.tar.gz#nextline,edition.tar.gz#edition` with
`--knowledge edition/Resources`. A path that is not absolute is looked for among what was shipped, then in the working directory.
The machines need Python, what the binary needs (it is linked with glibc), and nothing of Swift if it was built with
`--static-swift-stdlib`.

Cases without `context.asOf` are answered as of the day on which their partition is: for an answer that can be repeated, state it.

Written below OUTPUT, which must not be there yet:

    answers/        Parquet, a row a line: file, line (from 1, in its file), status (200, or that of the problem), disease, nextLine,
                    verdicts, missing, subgroups, version, digest, evidenceThrough, asOf, and the whole answer as JSON.
                    It holds no cases, but what is said of them: keep it as you keep those
    edition/        JSON: version, digest, evidenceThrough of the knowledge, and the first and the last asOf. Answers of several
                    editions are not counted together: the job fails, and leaves the answers to be looked at
    cases/          CSV: disease, status, cases
    verdicts/       CSV: disease, regimen, verdict, cases
    missing/        CSV: disease, finding, first, cases: how often a finding leads the missing information, and how often it is in it
    subgroups/      CSV: disease, subgroup, group, cases
    recommended/    CSV: disease, subgroup, group, regimen, cases; without a regimen: those to whom none is recommended. A case to
                    whom several are recommended is counted with each, so look up the whole in subgroups/

Groups are read from the cases: `unknown` is what a case does not say, `unread` what this job cannot read in it (a record in FHIR, a
drug by a name that the knowledge does not list). Neither is a no. The refractoriness and the next line are those of the answer.
"""

import argparse
import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path

from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

ANSWERED = 200
#: Findings by whose values recommendations are counted.
FINDINGS = {
    "breast-cancer": ("her2", "PIK3CA", "AKT1", "PTEN", "ESR1", "BRCA1", "BRCA2", "PALB2", "visceralCrisis"),
    "multiple-myeloma": (),
}
#: Classes of drugs: whether one was given before.
CLASSES = {"breast-cancer": ("cdk46",), "multiple-myeloma": ()}
UNKNOWN, UNREAD = "unknown", "unread"

COLUMNS = {
    "file": "string", "line": "bigint", "status": "int", "disease": "string", "nextLine": "int",
    "verdicts": "map<string, array<string>>", "missing": "array<string>", "subgroups": "map<string, string>",
    "version": "string", "digest": "string", "evidenceThrough": "string", "asOf": "string", "answer": "string",
}


class Failure(Exception):
    """Why there is no result; what is said of it is for whoever ran the job."""


class Groups:
    """What cases are grouped by, in the words of an edition of the knowledge."""

    def __init__(self, knowledge):
        findings = json.loads((knowledge / "vocabulary/findings.json").read_bytes())["findings"]
        self.values = {each["id"]: {value["id"] for value in each.get("values", ())} for each in findings}
        self.classes = {}
        for drug in self.entries(knowledge / "drugs"):
            for name in self.names(drug):
                self.classes[name] = frozenset(drug.get("classes", ()))
        self.regimens = {}
        for regimen in self.entries(knowledge / "regimens"):
            given = [drug["id"] for drug in regimen.get("drugs", ())]
            if given:
                self.regimens[regimen["id"]] = given

    @staticmethod
    def entries(directory):
        return (json.loads(path.read_bytes()) for path in sorted(directory.glob("*.json")))

    @staticmethod
    def names(entry):
        return {name.casefold() for name in (entry["id"], *entry["name"].values(), *entry.get("synonyms", ()))}

    def of(self, case, answer):
        """The groups of a case that was answered."""
        has_record = "resourceType" in case or case.get("record") is not None
        silent = UNREAD if has_record else UNKNOWN
        disease = answer["disease"]
        stated = case.get("findings") or {}
        groups = {id: self.value(id, stated.get(id), silent) for id in FINDINGS.get(disease, ())}
        for drug_class in CLASSES.get(disease, ()):
            groups["prior-" + drug_class] = self.prior(drug_class, case.get("priorTherapies"), silent)
        if "refractoriness" in answer:
            groups["refractoriness"] = answer["refractoriness"]["label"]
            groups["nextLine"] = UNKNOWN if answer["nextLine"] is None else str(answer["nextLine"])
        return groups

    def value(self, finding, value, silent):
        if value is None:
            return silent
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value if value in self.values[finding] else UNREAD

    def prior(self, drug_class, therapies, silent):
        """Whether a drug of a class was given before; not a no unless every drug is known."""
        if therapies is None:
            return silent
        classes = [self.classes_of(drug) for therapy in therapies for drug in self.drugs(therapy)]
        if any(drug_class in known for known in classes if known is not None):
            return "yes"
        return UNREAD if None in classes else "no"

    def drugs(self, therapy):
        return therapy.get("drugs") or self.regimens.get(therapy.get("regimen"), [None])

    def classes_of(self, drug):
        name = drug.get("name") if isinstance(drug, dict) else drug
        return self.classes.get(name.strip().casefold()) if name else None


def shipped(path):
    """A path as the executor sees it."""
    sent = Path(SparkFiles.getRootDirectory()) / path
    return sent if sent.exists() else Path(path).absolute()


def shipped_program(path):
    """The same for a program. Spark forgets, when it unpacks an archive, that a file may be executed."""
    program = shipped(path)
    if not Path(path).is_absolute() and program.is_file() and not os.access(program, os.X_OK):
        program.chmod(0o755)
    return program


def answered(command, cases):
    """Each case with its answer, in their order. `cases`: tuples whose last element is the line.

    The cases are written by a thread while the answers are read, so that neither side waits for the other; the process answers as
    it reads, so that few are under way.
    """
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError as error:
        raise Failure(f"cannot start `{command[0]}`: {error.strerror}") from error
    under_way, failures, complaints = queue.SimpleQueue(), [], deque(maxlen=10)

    def feed():
        try:
            with process.stdin as stream:
                for case in cases:
                    under_way.put(case)
                    stream.write(case[-1] + b"\n")
        except BrokenPipeError:
            pass  # It has ended: its status says why.
        except Exception as error:  # noqa: BLE001: it is raised where the answers are read.
            failures.append(error)

    def pass_on():
        for line in process.stderr:
            complaints.append(line.decode(errors="replace"))
            sys.stderr.write(complaints[-1])

    threads = [threading.Thread(target=target, daemon=True) for target in (feed, pass_on)]
    for thread in threads:
        thread.start()
    count = 0
    try:
        for answer in process.stdout:
            if not answer.endswith(b"\n"):
                break
            if under_way.empty():
                raise Failure(f"`{command[0]}` gave more answers than it had cases")
            count += 1
            yield under_way.get(), answer
        status = process.wait()
        for thread in threads:
            thread.join()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    if failures:
        raise failures[0]
    if status:
        raise Failure(f"`{command[0]}` ended with {status} after {count} answers: {''.join(complaints).strip()}")
    if not under_way.empty():
        raise Failure(f"`{command[0]}` gave {count} answers to {count + under_way.qsize()} cases")


def numbered(lines, blocks):
    """Files, numbers and bytes of lines. `blocks`: of each, how many lines of its file come before it and how many it has."""
    read = {}
    for file, block, line in lines:
        before, count = blocks.get((file, block), (0, 0))
        number = read[file, block] = read.get((file, block), 0) + 1
        if number > count:
            raise Failure(f"{file} has grown meanwhile")
        yield file, before + number, line
    for (file, block), count in read.items():
        if count < blocks[file, block][1]:
            raise Failure(f"{file} has shrunk meanwhile")


def row(file, line, case, answer, place, groups):
    """What is kept of an answer. `place` is the number of the line for the process, which names it in a problem."""
    told = json.loads(answer)
    kept = {"file": file, "line": line, "status": told.get("status", ANSWERED), "answer": answer.rstrip(b"\n").decode()}
    if "status" in told:
        if told["line"] != place:
            raise Failure(f"line {place} was answered with the problem of line {told['line']}")
        told["line"] = line
        return kept | {"answer": json.dumps(told, ensure_ascii=False, separators=(",", ":")), "disease": claimed(case)}
    return kept | told["knowledgeBase"] | {
        "disease": told["disease"], "nextLine": told["nextLine"], "verdicts": told["verdicts"], "missing": told["missingInformation"],
        "asOf": told["context"]["asOf"], "subgroups": groups.of(json.loads(case), told)}


def claimed(case):
    """The disease that a line without an answer names, if there is one."""
    try:
        disease = json.loads(case)["disease"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return disease if isinstance(disease, str) and disease in FINDINGS else None


def evaluation(binary, knowledge, blocks):
    """What answers the lines of a partition."""

    def evaluate(lines):
        program = shipped_program(binary)
        directory = shipped(knowledge) if knowledge else program.parent / "NextLine_Bundle.resources/Resources"
        command = [str(program), "evaluate", "--detail", "verdicts", *(["--knowledge", str(directory)] if knowledge else [])]
        groups = None
        for place, ((file, line, case), answer) in enumerate(answered(command, numbered(lines, blocks)), 1):
            groups = groups or Groups(directory)
            kept = row(file, line, case, answer, place, groups)
            yield tuple(kept.get(name) for name in COLUMNS)

    return evaluate


def read_lines(spark, path, partitions):
    """The lines as they are, byte by byte, with the block of the file in which each stands."""
    if partitions:
        spark.conf.set("spark.sql.files.openCostInBytes", 1)
        spark.conf.set("spark.sql.files.minPartitionNum", partitions)
        spark.conf.set("spark.sql.files.maxPartitionNum", partitions)
    # Only a line feed ends a line, as for `nextline evaluate`.
    return spark.read.text(path, lineSep="\n").select(
        f.col("_metadata.file_path").alias("file"), f.col("_metadata.file_block_start").alias("block"),
        f.col("value").cast("binary").alias("line"))


def count_blocks(lines):
    """Of each block, how many lines of its file come before it and how many it has."""
    blocks, before = {}, {}
    for file, block, count in sorted(lines.groupBy("file", "block").count().collect()):
        blocks[file, block] = (before.get(file, 0), count)
        before[file] = before.get(file, 0) + count
    return blocks


def edition_of(answers):
    """The edition with which all was answered; empty where nothing was."""
    *several, = answers.where(f.col("digest").isNotNull()).groupBy("version", "digest", "evidenceThrough").agg(
        f.min("asOf").alias("firstAsOf"), f.max("asOf").alias("lastAsOf")).collect()
    if len(several) > 1:
        told = ", ".join(sorted(f"{each.version} ({each.digest})" for each in several))
        raise Failure(f"answered with {len(several)} editions of the knowledge: {told}")
    return several[0].asDict() if several else {}


def tables(answers):
    """What is counted, by name."""
    count = f.count("*").alias("cases")
    verdicts = answers.select("disease", f.explode("verdicts").alias("verdict", "regimens")).select(
        "disease", f.explode("regimens").alias("regimen"), "verdict")
    missing = answers.select("disease", f.posexplode("missing").alias("place", "finding"))
    grouped = answers.select("disease", f.explode("subgroups").alias("subgroup", "group"), f.col("verdicts.recommended").alias("first"))
    recommended = grouped.select("disease", "subgroup", "group", f.explode_outer("first").alias("regimen"))
    return {
        "cases": answers.groupBy("disease", "status").agg(count),
        "verdicts": verdicts.groupBy("disease", "regimen", "verdict").agg(count),
        "missing": missing.groupBy("disease", "finding").agg(f.count_if(f.col("place") == 0).alias("first"), count),
        "subgroups": grouped.groupBy("disease", "subgroup", "group").agg(count),
        "recommended": recommended.groupBy("disease", "subgroup", "group", "regimen").agg(count),
    }


def run(spark, input, output, binary, knowledge=None, partitions=None):
    """Answers `input` and counts; gives the edition."""
    lines = read_lines(spark, input, partitions)
    blocks = count_blocks(lines)
    evaluate = evaluation(binary, knowledge, blocks)
    schema = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    spark.createDataFrame(lines.rdd.mapPartitions(evaluate), schema, verifySchema=False).write.parquet(f"{output}/answers")
    answers = spark.read.parquet(f"{output}/answers")
    expected, found = sum(count for _, count in blocks.values()), answers.count()
    if found != expected:
        raise Failure(f"{found} answers to {expected} lines")
    edition = edition_of(answers)
    spark.createDataFrame([(json.dumps(edition),)], "value string").coalesce(1).write.text(f"{output}/edition")
    for name, table in tables(answers).items():
        table.coalesce(1).sortWithinPartitions(*table.columns).write.csv(f"{output}/{name}", header=True)
    return edition


def arguments():
    parser = argparse.ArgumentParser(description="Answers a cohort with Apache Spark, and counts what was answered.")
    parser.add_argument("input", help="newline-delimited cases: a file or a glob")
    parser.add_argument("output", help="a directory that is not there yet")
    parser.add_argument("binary", help="the program, its resources beside it")
    parser.add_argument("--knowledge", metavar="DIR", help="knowledge to use (that beside the binary)")
    parser.add_argument("--partitions", metavar="N", type=int, help="processes that answer (as many as Spark reads blocks)")
    return parser.parse_args()


def main():
    asked = arguments()
    spark = SparkSession.builder.appName("nextline-cohort").getOrCreate()
    try:
        edition = run(spark, **vars(asked))
        print(f"answered with knowledge {edition.get('version')} ({edition.get('digest')})")
    except Failure as failure:
        sys.exit(f"cohort.py: {failure}")
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
