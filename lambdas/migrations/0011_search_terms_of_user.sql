DROP INDEX "user_search_terms_user_id";--> statement-breakpoint
CREATE INDEX "user_search_terms_user" ON "user_search_terms" USING btree ("user_id","term");