CREATE TABLE "audit_checkpoints" (
	"seq" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"seq" integer PRIMARY KEY NOT NULL,
	"audit_id" uuid NOT NULL,
	"audit_created_at" timestamp (3) with time zone NOT NULL,
	"hash" text NOT NULL,
	"head" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_unsealed" (
	"audit_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "audit_unsealed_created_at_audit_id_pk" PRIMARY KEY("created_at","audit_id")
);
--> statement-breakpoint
CREATE TABLE "job_parts" (
	"job_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "job_parts_job_id_part_pk" PRIMARY KEY("job_id","part")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"user_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"input" jsonb NOT NULL,
	"step" integer NOT NULL,
	"position" jsonb,
	"done" integer NOT NULL,
	"total" integer NOT NULL,
	"errors" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "jobs_kind" CHECK (kind in ('users_bulk', 'users_export', 'audit_export')),
	CONSTRAINT "jobs_state" CHECK (state in ('queued', 'running', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "active_days" (
	"day" text NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "active_days_day_user_id_pk" PRIMARY KEY("day","user_id")
);
--> statement-breakpoint
CREATE TABLE "daily_counts" (
	"day" text NOT NULL,
	"name" text NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "daily_counts_day_name_key_pk" PRIMARY KEY("day","name","key")
);
--> statement-breakpoint
CREATE TABLE "statistics_position" (
	"id" integer PRIMARY KEY NOT NULL,
	"seq" integer NOT NULL,
	"counted_at" timestamp (3) with time zone,
	CONSTRAINT "statistics_position_single" CHECK (id = 1)
);
--> statement-breakpoint
CREATE TABLE "user_search_terms" (
	"term" text NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "user_search_terms_term_user_id_pk" PRIMARY KEY("term","user_id")
);
--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "audit_logs" DROP CONSTRAINT "audit_logs_user_id_users_id_fk";
--> statement-breakpoint
ALTER TABLE "audit_logs" DROP CONSTRAINT "audit_logs_actor_id_users_id_fk";
--> statement-breakpoint
DROP INDEX "audit_logs_user_id_created_at";--> statement-breakpoint
DROP INDEX "audit_logs_created_at";--> statement-breakpoint
ALTER TABLE "audit_logs" DROP CONSTRAINT "audit_logs_pkey";--> statement-breakpoint
ALTER TABLE "audit_logs" ADD CONSTRAINT "audit_logs_created_at_id_pk" PRIMARY KEY("created_at","id");--> statement-breakpoint
ALTER TABLE "audit_logs" ADD COLUMN "salt" text;--> statement-breakpoint
ALTER TABLE "audit_logs" ADD COLUMN "commitment" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "template" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "outcome" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "actor_id" uuid;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "actor_session_id" uuid;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "actor_reason" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "reset_required_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "job_parts" ADD CONSTRAINT "job_parts_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_search_terms" ADD CONSTRAINT "user_search_terms_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_seals_audit" ON "audit_seals" USING btree ("audit_created_at","audit_id");--> statement-breakpoint
CREATE INDEX "jobs_user_id" ON "jobs" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "active_days_user_id" ON "active_days" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_search_terms_user_id" ON "user_search_terms" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_logs_user" ON "audit_logs" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_logs_action" ON "audit_logs" USING btree ("action","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_logs_resource" ON "audit_logs" USING btree ("resource","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_logs_ip" ON "audit_logs" USING btree ("ip_address","created_at","id");--> statement-breakpoint
CREATE INDEX "outbox_mails" ON "outbox" USING btree ("id") WHERE kind = 'mail';--> statement-breakpoint
CREATE INDEX "outbox_mail_outcomes" ON "outbox" USING btree ("outcome","id") WHERE kind = 'mail';--> statement-breakpoint
CREATE INDEX "user_roles_role_id" ON "user_roles" USING btree ("role_id","user_id");--> statement-breakpoint
CREATE INDEX "sessions_actor_session_id" ON "sessions" USING btree ("actor_session_id") WHERE actor_session_id is not null;--> statement-breakpoint
CREATE INDEX "users_by_email" ON "users" USING btree ("email_key","id");--> statement-breakpoint
CREATE INDEX "users_by_name" ON "users" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "users_disabled" ON "users" USING btree ("id") WHERE not is_active and deleted_at is null;--> statement-breakpoint
CREATE INDEX "users_unverified" ON "users" USING btree ("id") WHERE email_verified_at is null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "users_reset_required" ON "users" USING btree ("id") WHERE reset_required_at is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "users_deleted" ON "users" USING btree ("deleted_at","id") WHERE deleted_at is not null;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK (kind in ('mail', 'session_end', 'job'));--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_actor" CHECK ((actor_id is null) = (actor_session_id is null));