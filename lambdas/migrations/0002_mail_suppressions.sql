CREATE TABLE "mail_suppressions" (
	"email_key" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"suppressed_until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mail_suppressions_reason" CHECK (reason in ('bounce', 'complaint'))
);
