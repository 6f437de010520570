package io.rekindle.cloud;

import java.time.InstantSource;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.invoker.UriBuilderFactoryArgumentResolver;

/** The HTTP interfaces and the client beneath them. */
@Configuration(proxyBeanMethods = false)
class CloudConfiguration {

	/**
	 * Above what dispatch and tracking ever have in flight, so that nobody waits for a
	 * connection.
	 */
	private static final int MAX_CONNECTIONS = 512;

	@Bean
	CloseableHttpClient cloudHttpClient(CloudSettings settings) {
		Timeout connectTimeout = Timeout.of(settings.connectTimeout());
		Timeout callTimeout = Timeout.of(settings.callTimeout());
		ConnectionConfig connections = ConnectionConfig.custom()
			.setConnectTimeout(connectTimeout)
			.setSocketTimeout(callTimeout)
			// A connection that the cloud has closed meanwhile would make an outcome
			// unknown.
			.setValidateAfterInactivity(TimeValue.ofMilliseconds(100))
			.build();
		return HttpClients.custom()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setDefaultConnectionConfig(connections)
				.setMaxConnTotal(MAX_CONNECTIONS)
				.setMaxConnPerRoute(MAX_CONNECTIONS)
				.build())
			.setDefaultRequestConfig(RequestConfig.custom()
				.setConnectionRequestTimeout(connectTimeout)
				.setResponseTimeout(callTimeout)
				.build())
			.addRequestInterceptorLast(new Departure.Gate())
			// It takes PUT for idempotent and would send it again.
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAuthCaching()
			.disableContentCompression()
			.setUserAgent("rekindle")
			.build();
	}

	@Bean
	HttpServiceProxyFactory cloudApis(RestClient.Builder builder, CloseableHttpClient cloudHttpClient) {
		RestClient client = builder.requestFactory(new HttpComponentsClientHttpRequestFactory(cloudHttpClient))
			.configureMessageConverters((converters) -> converters.addCustomConverter(new BoundedBody.Converter()))
			.defaultStatusHandler((status) -> true, (request, response) -> {
				// Every status is an answer: the classifier reads it.
			})
			.build();
		return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
			.customArgumentResolver(new UriBuilderFactoryArgumentResolver())
			.build();
	}

	@Bean
	EcsApi ecsApi(HttpServiceProxyFactory cloudApis) {
		return cloudApis.createClient(EcsApi.class);
	}

	@Bean
	MpcApi mpcApi(HttpServiceProxyFactory cloudApis) {
		return cloudApis.createClient(MpcApi.class);
	}

	@Bean
	ReplyClassifier replyClassifier() {
		return new ReplyClassifier(InstantSource.system());
	}

}
