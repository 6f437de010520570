package io.rekindle.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the values used last. A value that can't be loaded leaves no trace: what the
 * registry refuses now it may give later. Loading holds no lock, so a slow registry
 * delays only those who need it.
 */
final class LruCache<K, V> {

	private final Map<K, V> entries;

	LruCache(int capacity) {
		this.entries = new LinkedHashMap<>(16, 0.75f, true) {
			@Override
			protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
				return size() > capacity;
			}
		};
	}

	V get(K key, Supplier<V> loader) {
		V known = cached(key);
		if (known != null) {
			return known;
		}
		V loaded = loader.get();
		synchronized (this.entries) {
			this.entries.put(key, loaded);
		}
		return loaded;
	}

	private @Nullable V cached(K key) {
		synchronized (this.entries) {
			return this.entries.get(key);
		}
	}

}
