package io.rekindle.simulatedcloud;

/** All services behind the gateway. They are called by one thread at a time. */
record Services(EcsApi ecs, CloudPhoneApi cloudPhone, WorkspaceApi workspace, MpcApi mpc) {

	Result serve(CloudRequest request, long now) {
		CloudService service = request.kind().service();
		if (request.malformed() != null) {
			return Result.of(Answer.error(request, 400, service.badParameter(), request.malformed()));
		}
		return switch (service) {
			case ECS, NOVA -> this.ecs.serve(request, now);
			case CLOUD_PHONE -> this.cloudPhone.serve(request, now);
			case WORKSPACE -> this.workspace.serve(request, now);
			case MPC -> this.mpc.serve(request, now);
			case GATEWAY -> Result.of(Answer.error(request, 404, "APIGW.0101",
					"The API does not exist or has not been published in the environment."));
		};
	}

}
