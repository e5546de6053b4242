package io.rubato.storage.objects;

class MemoryObjectStoreTest extends ObjectStoreContract {

    @Override
    protected ObjectStore createStore() {
        return new MemoryObjectStore();
    }
}
