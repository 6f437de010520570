package io.rekindle;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.origin.Origin;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Binds the settings of one class, and where some of ours are wrong, fails with a line
 * for each. Boot by itself stops at the first value that can't be converted, and tells of
 * it in Java's words.
 */
class SettingsBinding extends AbstractBindHandler {

	private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("rekindle");

	/** What a value must look like, by its type; the rules are with the settings. */
	private static final Map<Class<?>, String> FORMS = Map.of(Duration.class, "must be a duration such as 60s",
			Integer.class, "must be a whole number up to " + Integer.MAX_VALUE, Short.class,
			"must be a whole number up to " + Short.MAX_VALUE);

	private final Environment environment;

	private final Set<String> wrong = new TreeSet<>();

	SettingsBinding(BindHandler parent, Environment environment) {
		super(parent);
		this.environment = environment;
	}

	static FailureAnalyzedException failure(Collection<String> lines) {
		return new FailureAnalyzedException(String.join(System.lineSeparator(), lines), null);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		if (OURS.isAncestorOf(name)) {
			if (error instanceof ConversionException) {
				tell(name, form(target), context);
				// As if it were not set, so that the others are looked at too.
				return null;
			}
			if (error instanceof BindValidationException invalid) {
				for (ObjectError broken : invalid.getValidationErrors()) {
					String field = DataObjectPropertyName.toDashedForm(((FieldError) broken).getField());
					tell(name.append(field), String.valueOf(broken.getDefaultMessage()), context);
				}
				throw failure(this.wrong);
			}
		}
		return super.onFailure(name, target, context, error);
	}

	@Override
	public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			@Nullable Object result) throws Exception {
		super.onFinish(name, target, context, result);
		if (context.getDepth() == 0 && !this.wrong.isEmpty()) {
			throw failure(this.wrong);
		}
	}

	private static String form(Bindable<?> target) {
		return FORMS.getOrDefault(target.getBoxedType().resolve(Object.class), "takes no such value");
	}

	private void tell(ConfigurationPropertyName name, String rule, BindContext context) {
		ConfigurationProperty property = property(name, context);
		String value = (property != null) ? this.environment.resolvePlaceholders(property.getValue().toString()) : null;
		this.wrong.add(new WrongSetting(name.toString(), rule, value, Origin.from(property)).toString());
	}

	private static @Nullable ConfigurationProperty property(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

}
