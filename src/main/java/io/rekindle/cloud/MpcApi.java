package io.rekindle.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PutExchange;
import org.springframework.web.util.UriBuilderFactory;

/** Media Processing Center. */
interface MpcApi {

	/** Retrying a packaging task: 200 without a body. */
	@PutExchange("/v1/{projectId}/remux")
	ResponseEntity<BoundedBody> retry(UriBuilderFactory endpoint, @PathVariable String projectId,
			@RequestBody RemuxRetry retry);

	record RemuxRetry(@JsonProperty("task_id") String taskId) {

	}

}
