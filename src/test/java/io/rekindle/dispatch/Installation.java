package io.rekindle.dispatch;

import java.time.Duration;

import javax.sql.DataSource;

import io.rekindle.cloud.Cloud;
import io.rekindle.cloud.CloudSettings;
import io.rekindle.ledger.TargetQueue;
import io.rekindle.quota.QuotaSettings;
import io.rekindle.quota.SlidingWindow;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.ScopeMetadata;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;

/** The service's own ledger, quota and cloud, without anything that runs by itself. */
final class Installation implements AutoCloseable {

	/** Each replica has its own: no two share any memory. */
	private static final ScopeMetadata OWN = new ScopeMetadata();

	static {
		OWN.setScopeName(BeanDefinition.SCOPE_PROTOTYPE);
	}

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	Installation(DataSource dataSource, RunSettings settings, String cloudUrl, Duration callTimeout) {
		this.context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
		this.context.registerBean(TransactionTemplate.class,
				() -> new TransactionTemplate(new JdbcTransactionManager(dataSource)));
		this.context.registerBean(RestClient.Builder.class, () -> RestClient.builder()
			.configureMessageConverters(HttpMessageConverters.ClientBuilder::registerDefaults));
		this.context.registerBean(QuotaSettings.class, settings::quota);
		this.context.registerBean(CloudSettings.class,
				() -> new CloudSettings(new CloudSettings.Endpoints(cloudUrl, cloudUrl), callTimeout, callTimeout));
		ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(this.context);
		scanner.addExcludeFilter(new AssignableTypeFilter(Lifecycle.class));
		scanner.setScopeMetadataResolver((_) -> OWN);
		scanner.scan(TargetQueue.class.getPackageName(), SlidingWindow.class.getPackageName(),
				Cloud.class.getPackageName());
		this.context.refresh();
	}

	BeanFactory beans() {
		return this.context;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
