-- What the coordinator's pages ask of the log: who acted where, questions with their answers, what was adjudicated.

CREATE INDEX events_agent ON events (agent, document, annotation, act);
CREATE INDEX events_questions ON events (document, annotation) WHERE layer = 'question';
CREATE INDEX events_answers ON events (document, annotation) WHERE act = 'answer';
CREATE INDEX events_adjudicated ON events (document) WHERE act = 'adjudicate';
