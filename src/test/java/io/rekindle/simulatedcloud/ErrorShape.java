package io.rekindle.simulatedcloud;

import tools.jackson.databind.node.ObjectNode;

/** The JSON that a service wraps its errors in. */
enum ErrorShape {

	ECS {
		@Override
		ObjectNode body(int status, String code, String message, String requestId) {
			ObjectNode body = Json.object();
			ObjectNode error = body.putObject("error").put("code", code).put("message", message);
			error.putArray("details").addObject().put("code", code).put("message", message);
			return body;
		}
	},

	/** The ECS job query's own: nothing around code and message. */
	ECS_JOB {
		@Override
		ObjectNode body(int status, String code, String message, String requestId) {
			return Json.object().put("code", code).put("message", message);
		}
	},

	/** The code is the fault's name; inside, the status stands as a number. */
	NOVA {
		@Override
		ObjectNode body(int status, String code, String message, String requestId) {
			ObjectNode body = Json.object();
			body.putObject(code).put("code", status).put("message", message);
			return body;
		}
	},

	FLAT {
		@Override
		ObjectNode body(int status, String code, String message, String requestId) {
			return Json.object().put("error_code", code).put("error_msg", message);
		}
	},

	FLAT_WITH_REQUEST_ID {
		@Override
		ObjectNode body(int status, String code, String message, String requestId) {
			return FLAT.body(status, code, message, requestId).put("request_id", requestId);
		}
	};

	abstract ObjectNode body(int status, String code, String message, String requestId);

}
