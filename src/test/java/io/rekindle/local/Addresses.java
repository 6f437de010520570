package io.rekindle.local;

import java.net.URI;

/** Where everything is, and what to try. */
record Addresses(String kafka, String registry, String jdbcUrl, URI cloud, String service) {

	void print() {
		LocalRun.print("""

				Rekindle runs here:
				  service     %s/actuator/health
				  Kafka       %s
				  registry    %s
				  PostgreSQL  %s  (user postgres, password postgres)
				  cloud       %s  (simulated; at most 1,000 servers a minute and project)
				""".formatted(this.service, this.kafka, this.registry, this.jdbcUrl, this.cloud));
	}

	void printNext() {
		LocalRun
			.print("""

					What to try now:
					  Type a command and Enter:
					    restart PROJECT SERVER [SERVER …]     such as: restart project-c web-1 web-2
					    retry PROJECT TASK                    such as: retry project-c task-7
					  Send one from a program: topics restart-commands and retry-remux-commands, Avro (README, "Send a command")
					  Read what became of it:  topics job-submitted and job-failed
					    kcat -b %s -t job-submitted -C -f '%%k %%h\\n'
					  Read the dead letters, with their reasons:
					    kcat -b %s -t restart-commands-dlt -C -e -f '%%o %%h\\n'
					  Look into the ledger:
					    psql 'postgresql://postgres:postgres@%s' -c 'select state, reason, count(*) from target group by 1, 2'
					Ctrl-C ends it all.
					"""
				.formatted(this.kafka, this.kafka, this.jdbcUrl.substring("jdbc:postgresql://".length())));
	}

}
