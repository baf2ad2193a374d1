-- A register of version 2, as SQLite tells it.
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE cases (
	number VARCHAR NOT NULL, 
	programme VARCHAR NOT NULL, 
	opened_on VARCHAR NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "cases" VALUES('SF-2026-0001','skoleflexplus','2026-06-30');
INSERT INTO "cases" VALUES('SF-2026-0007','skoleflexplus','2026-07-01');
CREATE TABLE documents (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_number VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	path VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	says VARCHAR NOT NULL, 
	dated VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	released_by VARCHAR NOT NULL, 
	released_on VARCHAR NOT NULL, 
	manifest JSON NOT NULL, 
	UNIQUE (case_number, "key", version), 
	FOREIGN KEY(case_number) REFERENCES cases (number)
);
INSERT INTO "documents" VALUES(1,'SF-2026-0001','decision/1',1,'Afgørelsesbrev','sager/SF-2026-0001/x.docx','44','s','2026-06-30','released','Ane Leder','2026-07-01','[{"kind": "hole", "text": "Ida"}]');
CREATE TABLE inputs (
	sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	received_at VARCHAR NOT NULL, 
	"end" VARCHAR NOT NULL, 
	case_number VARCHAR, 
	reason VARCHAR NOT NULL, 
	submission JSON NOT NULL, 
	delivered BOOLEAN NOT NULL, 
	UNIQUE (id), 
	FOREIGN KEY(case_number) REFERENCES cases (number)
);
INSERT INTO "inputs" VALUES(1,'a1','11','folder','2026-06-30T09:00:00+00:00','accepted','SF-2026-0001','','{"file": "ans\u00f8gning.docx", "sha256": "", "status": "accepted", "programme": "skoleflexplus", "form": "application", "version": 1, "case": null, "data": {"child": {"name": "Ida Pr\u00f8ve \u00c6bleg\u00e5rd", "cpr": "740313-4028"}}, "findings": [], "sources": {"/child/cpr": {"raw": "740313 4028", "place": "side 1", "by": "tag"}}}',1);
INSERT INTO "inputs" VALUES(2,'b2','22','folder','2026-06-30T09:01:00+00:00','returned',NULL,'','{"file": "mangler.docx", "sha256": "", "status": "rejected", "programme": "skoleflexplus", "form": "application", "version": 1, "case": null, "data": {}, "findings": [], "sources": {"/child/cpr": {"raw": "740313 4028", "place": "side 1", "by": "tag"}}}',0);
INSERT INTO "inputs" VALUES(3,'c3','33','folder','2026-07-01T09:01:00+00:00','accepted','SF-2026-0007','Lagt på sagen','{"file": "en anden.docx", "sha256": "", "status": "accepted", "programme": "skoleflexplus", "form": "application", "version": 1, "case": null, "data": {"child": {"name": "Bo \"Pr\u00f8ve\" & S\u00f8n"}}, "findings": [], "sources": {"/child/cpr": {"raw": "740313 4028", "place": "side 1", "by": "tag"}}}',1);
CREATE TABLE tasks (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_number VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	says VARCHAR NOT NULL, 
	who VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	choices JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	opened_on VARCHAR NOT NULL, 
	answer VARCHAR NOT NULL, 
	answered_by VARCHAR NOT NULL, 
	answered_on VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	UNIQUE (case_number, number), 
	FOREIGN KEY(case_number) REFERENCES cases (number)
);
INSERT INTO "tasks" VALUES(1,'SF-2026-0001',1,'send:decision/1:1','Send brevet','Send det.','Sekretæren','samme dag','{"sent": "Brevet er sendt"}','open','2026-07-01','','','','');
CREATE INDEX ix_cases_programme ON cases (programme);
CREATE INDEX ix_inputs_case_number ON inputs (case_number);
CREATE INDEX ix_inputs_sha256 ON inputs (sha256);
CREATE INDEX ix_documents_sha256 ON documents (sha256);
CREATE INDEX ix_documents_case_number ON documents (case_number);
CREATE INDEX ix_tasks_case_number ON tasks (case_number);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('inputs',3);
INSERT INTO "sqlite_sequence" VALUES('documents',1);
INSERT INTO "sqlite_sequence" VALUES('tasks',1);
COMMIT;
