package io.rekindle.cloud;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilderFactory;

/** The base URLs of the cloud's services (CLOUD_API.md, section 6). */
@Component
class Endpoints {

	private final CloudSettings.Endpoints settings;

	private final Map<String, UriBuilderFactory> byUrl = new ConcurrentHashMap<>();

	Endpoints(CloudSettings settings) {
		this.settings = settings.endpoints();
	}

	UriBuilderFactory of(Service service, String region) {
		return this.byUrl.computeIfAbsent(url(service, region), (url) -> new DefaultUriBuilderFactory(url));
	}

	private String url(Service service, String region) {
		String template = switch (service) {
			case ECS -> orPublic(this.settings.ecs(), "ecs");
			case MPC_REMUX -> orPublic(this.settings.mpc(), region.equals("cn-north-1") ? "mts" : "mpc");
			case ECS_SINGLE, CPH_ENCODE_SERVER, WORKSPACE_APP_SERVER ->
				throw new IllegalArgumentException("no call is known for " + service);
		};
		String url = template.replace("{region}", region);
		return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
	}

	private static String orPublic(@Nullable String setting, String name) {
		return (setting != null) ? setting : "https://" + name + ".{region}.myhuaweicloud.com";
	}

}
