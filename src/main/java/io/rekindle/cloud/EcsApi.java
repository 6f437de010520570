package io.rekindle.cloud;

import java.util.List;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.util.UriBuilderFactory;

/** Elastic Cloud Server. */
interface EcsApi {

	/** Restarting ECSs in a batch: 200 or 202 with a {@code job_id}. */
	@PostExchange("/v1/{projectId}/cloudservers/action")
	ResponseEntity<BoundedBody> restart(UriBuilderFactory endpoint, @PathVariable String projectId,
			@RequestBody BatchRestart restart);

	record BatchRestart(Reboot reboot) {

		static BatchRestart of(String type, List<String> serverIds) {
			return new BatchRestart(new Reboot(type, serverIds.stream().map(Server::new).toList()));
		}

	}

	record Reboot(String type, List<Server> servers) {

	}

	record Server(String id) {

	}

}
