"""A network at Python's prompt."""


def network_forward(sizes, activation, X, y, **params):
    return f"""
    {_made(activation, params)}
    scores = net.forward(X)
    loss = net.loss(X, y)
    """


def network_loss(sizes, activation, X, y, **params):
    return f"""
    {_made(activation, params)}
    loss = net.loss(X, y)
    """


def network_gradients(sizes, activation, X, y, **params):
    return f"""
    {_made(activation, params)}
    loss, slopes = net.loss_and_gradients(X, y)  # d*
    """


def network_shapes(sizes, activation, X, y, rng):
    return """
    from network import NLayerNetwork
    net = NLayerNetwork(sizes, activation, rng)
    [p.shape for p in net.get_params()], net.forward(X).shape, net.predict(X).shape
    [slope.shape for slope in net.loss_and_gradients(X, y)[1]]
    """


def network_predictions(sizes, activation, X, **params):
    return f"""
    {_made(activation, params)}
    net.forward(X)
    labels = net.predict(X)
    """


def network_trained(sizes, activation, X, y, X_test, alpha, batch_size, epochs, rng):
    return """
    from network import NLayerNetwork
    net = NLayerNetwork(sizes, activation, rng)
    before = net.loss(X, y)
    net.fit(X, y, alpha, batch_size, epochs, rng)
    before, net.loss(X, y)
    """


def network_epochs(sizes, activation, X, y, alpha, batch_size, epochs, rng, **params):
    return f"""
    {_made(activation, params)}
    net.fit(X, y, alpha, batch_size, epochs, rng)
    net.get_params()[0]
    """


def initial_parameters(sizes, scheme, rng):
    return f"""
    from network import init_params
    init_params(sizes, rng{"" if scheme == "he" else ", scheme"})
    """


def _made(activation, params):
    """A network with these parameters, at the places of its own."""
    named = "" if activation is None else "activation, "
    return f"""from network import NLayerNetwork
    net = NLayerNetwork(sizes, {named}rng=np.random.default_rng(0))
    net.set_params([{", ".join(params)}])"""
