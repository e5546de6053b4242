package io.rubato.generator.internal;

import java.util.List;

/// A web shop of 17 services: visitors look at products, search, fill carts, pay; orders go through
/// Kafka to shipping, mail and invoices.
final class WebShop {
    private static final String SHOP = "shop";
    private static final String ORDERS = "orders";

    private final Layout layout;
    private final Service gateway;
    private final Service storefront;
    private final Service catalog;
    private final Service pricing;
    private final Service currency;
    private final Service recommendation;
    private final Service ads;
    private final Service search;
    private final Service cart;
    private final Service inventory;
    private final Service checkout;
    private final Service payment;
    private final Service fraud;
    private final Service shipping;
    private final Service email;
    private final Service invoicing;
    private final Service account;

    WebShop(Layout layout) {
        this.layout = layout;
        gateway = layout.service("gateway", "edge", "1.31.2", Language.GO);
        storefront = layout.service("storefront", SHOP, "2026.1.4", Language.NODE);
        catalog = layout.service("catalog", SHOP, "4.12.0", Language.JAVA);
        pricing = layout.service("pricing", SHOP, "3.3.1", Language.JAVA);
        currency = layout.service("currency", SHOP, "0.9.2", Language.GO);
        recommendation = layout.service("recommendation", SHOP, "2.0.7", Language.PYTHON);
        ads = layout.service("ads", SHOP, "1.8.0", Language.JAVA);
        search = layout.service("search", SHOP, "5.1.0", Language.JAVA);
        cart = layout.service("cart", SHOP, "2.7.3", Language.JAVA);
        inventory = layout.service("inventory", SHOP, "3.0.0", Language.JAVA);
        checkout = layout.service("checkout", SHOP, "6.2.1", Language.JAVA);
        payment = layout.service("payment", "billing", "2.4.4", Language.JAVA);
        fraud = layout.service("fraud-detection", "billing", "1.1.0", Language.PYTHON);
        shipping = layout.service("shipping", "fulfilment", "1.0.9", Language.GO);
        email = layout.service("email", "fulfilment", "0.8.1", Language.NODE);
        invoicing = layout.service("invoicing", "billing", "1.5.5", Language.JAVA);
        account = layout.service("account", SHOP, "3.9.0", Language.JAVA);
    }

    List<Flow> flows() {
        return List.of(
                new Flow(entry("GET", "/product/{id}", "/product/${product}", product()), 30),
                new Flow(entry("GET", "/search", "/search?q=${query}&page=${#9}", find()), 14),
                new Flow(entry("POST", "/cart/{cart}/items", "/cart/${cart}/items", addToCart()), 14),
                new Flow(entry("POST", "/checkout/{cart}", "/checkout/${cart}", buy()), 9),
                new Flow(entry("POST", "/login", "/login", login()), 6),
                new Flow(health(), 8),
                new Flow(invoices(), 1));
    }

    /// What every request from outside passes: the gateway and the storefront.
    private Operation entry(String method, String route, String path, Operation page) {
        Endpoint front = layout.endpoint(storefront, method, route, path, 1_400);
        front.server().errors(0.0064).with(Fields.userId());
        front.server().then(page);
        Operation handler = layout.handler(storefront, "render " + route, 1_800);
        front.server().then(handler);
        Endpoint edge = layout.endpoint(gateway, method, "/{path}", path, 500);
        edge.server()
                .forUser()
                .with(
                        Fields.text("client.address", "${client}"),
                        Fields.oneOf(
                                "user_agent.original",
                                "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
                                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
                                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
                                "ShopApp/8.4 (Android 16)",
                                "curl/8.17.0"),
                        Fields.flag("session.returning", 0.6))
                .then(layout.call(gateway, front));
        return edge.server();
    }

    private Operation product() {
        return layout.call(storefront, productEndpoint(true));
    }

    private Endpoint productEndpoint(boolean full) {
        Endpoint item = layout.endpoint(catalog, "GET", "/api/products/{id}", "/api/products/${product}", 900);
        item.server()
                .errors(0.016)
                .then(layout.redis(catalog, "GET", "product:${product}", 350))
                .maybe(
                        0.4,
                        layout.sql(
                                        catalog,
                                        "product",
                                        "SELECT id, sku, title, price FROM product WHERE sku = $1 AND shop_id = ${#40}",
                                        1_900)
                                .errors(0.016));
        if (full) {
            item.server().then(price()).beside(0.7, recommend()).beside(0.5, adverts());
        }
        return item;
    }

    private Operation price() {
        Endpoint convert = layout.endpoint(currency, "GET", "/convert", "/convert?to=EUR&amount=${#20000}", 200);
        convert.server().with(Fields.real("currency.rate", 4, 0.8, 1.3));
        Endpoint quote = layout.endpoint(pricing, "POST", "/api/quote", "/api/quote", 700);
        quote.server()
                .errors(0.0128)
                .with(Fields.money("price.net", 900), Fields.flag("price.discounted", 0.2))
                .then(layout.internal(pricing, "apply rules", 500))
                .maybe(0.6, layout.call(pricing, convert));
        return layout.call(catalog, quote);
    }

    private Operation recommend() {
        Endpoint list = layout.endpoint(recommendation, "GET", "/recommend/{user}", "/recommend/${user}", 2_600);
        list.server()
                .errors(0.024)
                .with(Fields.userId(), Fields.products("recommendation.skus"), Fields.real("model.score", 3, 0, 1))
                .then(layout.redis(recommendation, "HGETALL", "rec:${user}", 400))
                .then(layout.internal(recommendation, "rank candidates", 3_100));
        return layout.call(catalog, list);
    }

    private Operation adverts() {
        Endpoint list = layout.endpoint(ads, "GET", "/ads", "/ads?slot=${#12}", 800);
        list.server().errors(0.0096).then(layout.redis(ads, "SRANDMEMBER", "ads:slot:${#12}", 300));
        return layout.call(catalog, list);
    }

    private Operation find() {
        Endpoint query = layout.endpoint(search, "GET", "/api/search", "/api/search?q=${query}", 1_700);
        Operation hits = layout.sql(
                search,
                "product",
                "SELECT sku FROM product_index WHERE category = ${#400} ORDER BY rank LIMIT ${#5}0",
                6_500);
        query.server()
                .errors(0.0192)
                .with(Fields.number("search.hits", 0, 900), Fields.flag("search.fuzzy", 0.3))
                .then(layout.handler(search, "SearchController.search", 600))
                .then(layout.internal(search, "parse query", 250), hits)
                .repeated(4, layout.redis(search, "MGET", "product:${product}", 450));
        return layout.call(storefront, query).beside(0.6, layout.call(storefront, productEndpoint(false)));
    }

    private Operation addToCart() {
        Endpoint add = layout.endpoint(cart, "POST", "/api/carts/{cart}/items", "/api/carts/${cart}/items", 800);
        add.server()
                .errors(0.016)
                .with(Fields.userId(), Fields.number("cart.items", 1, 30), Fields.money("cart.total", 2_000))
                .then(layout.handler(cart, "CartController.add", 400))
                .then(layout.redis(cart, "HGETALL", "cart:${cart}", 380))
                .then(layout.call(cart, productEndpoint(false)), layout.call(cart, stock("GET", 900)))
                .then(layout.redis(cart, "HSET", "cart:${cart}", 420));
        return layout.call(storefront, add);
    }

    private Endpoint stock(String method, long micros) {
        Endpoint stock = layout.endpoint(inventory, method, "/api/stock/{sku}", "/api/stock/${product}", micros);
        boolean reads = method.equals("GET");
        String statement = reads
                ? "SELECT amount FROM stock WHERE sku = $1 AND depot = ${#25}"
                : "UPDATE stock SET reserved = reserved + ${#6} WHERE sku = $1 AND depot = ${#25}";
        stock.server()
                .errors(0.0096)
                .then(layout.sql(inventory, "stock", statement, reads ? 1_300 : 3_400)
                        .errors(0.0192));
        return stock;
    }

    private Operation buy() {
        Endpoint order = layout.endpoint(checkout, "POST", "/api/orders", "/api/orders", 2_100);
        Operation insert = layout.sql(
                checkout,
                "orders",
                "INSERT INTO orders (id, user_id, total, depot) VALUES ($1, $2, $3, ${#25})",
                2_800);
        order.server()
                .errors(0.0192)
                .with(
                        Fields.userId(),
                        Fields.text("order.id", "${order}"),
                        Fields.money("order.total", 3_000),
                        Fields.products("order.skus"),
                        Fields.flag("order.express", 0.25))
                .then(layout.handler(checkout, "OrderController.place", 500))
                .then(layout.redis(checkout, "HGETALL", "cart:${cart}", 400))
                .then(layout.call(checkout, stock("POST", 1_200)), layout.call(checkout, pay()), insert)
                .then(layout.produce(checkout, ORDERS).later(ship()).later(mail()));
        return layout.call(storefront, order);
    }

    private Endpoint pay() {
        Endpoint score = layout.endpoint(fraud, "POST", "/score", "/score", 9_000);
        score.server()
                .errors(0.016)
                .with(Fields.real("fraud.score", 3, 0, 1), Fields.flag("fraud.review", 0.03))
                .then(layout.internal(fraud, "load features", 2_500));
        Endpoint pay = layout.endpoint(payment, "POST", "/api/payments", "/api/payments", 1_500);
        pay.server()
                .errors(0.032)
                .with(
                        Fields.oneOf("payment.method", "card", "paypal", "sepa", "invoice"),
                        Fields.flag("payment.three_ds", 0.4),
                        Fields.money("payment.amount", 3_000))
                .then(layout.call(payment, score))
                .then(layout.external(payment, "POST", "api.payments.example", "/v1/charges/${order}", 85_000)
                        .errors(0.048))
                .then(layout.sql(
                        payment, "charge", "INSERT INTO charge (order_id, acquirer) VALUES ($1, ${#30})", 2_200));
        return pay;
    }

    private Operation ship() {
        return layout.consume(shipping, ORDERS, 4_000)
                .errors(0.032)
                .with(Fields.text("order.id", "${order}"))
                .then(layout.sql(
                        shipping, "parcel", "INSERT INTO parcel (order_id, carrier) VALUES ($1, ${#12})", 2_400))
                .maybe(0.5, layout.external(shipping, "PUT", "carrier.example", "/labels/${order}", 40_000));
    }

    private Operation mail() {
        return layout.consume(email, ORDERS, 2_000)
                .with(Fields.userId(), Fields.oneOf("email.template", "order-placed", "order-placed-express"))
                .events(Events.log("mail for ${order} rendered", "email", 0.4))
                .then(layout.external(email, "POST", "smtp.example", "/send", 22_000)
                        .errors(0.032));
    }

    private Operation login() {
        Endpoint verify = layout.endpoint(account, "POST", "/api/sessions", "/api/sessions", 600);
        verify.server()
                .errors(0.032)
                .with(Fields.userId(), Fields.flag("login.second_factor", 0.35))
                .then(layout.handler(account, "SessionController.create", 300))
                .then(layout.sql(
                        account, "users", "SELECT id, hash FROM users WHERE login = $1 AND realm = ${#8}", 1_500))
                .then(layout.internal(account, "verify password", 48_000))
                .then(layout.redis(account, "SETEX", "session:${cart}", 350));
        return layout.call(storefront, verify);
    }

    private Operation health() {
        return layout.endpoint(gateway, "GET", "/healthz", "/healthz", 80).server();
    }

    private Operation invoices() {
        return layout.internal(invoicing, "invoice batch", 5_000)
                .links(Operation.Link.RECENT)
                .events(Events.log("batch of ${#200} orders", "invoicing", 0.05))
                .with(Fields.number("batch.size", 1, 200))
                .then(layout.sql(invoicing, "orders", "SELECT id, total FROM orders WHERE batch = ${#3000}", 9_000))
                .repeated(9, layout.sql(invoicing, "invoice", "INSERT INTO invoice (order_id) VALUES ($1)", 2_000))
                .then(layout.produce(invoicing, "invoices"));
    }
}
