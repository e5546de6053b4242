package io.rubato.server.internal.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The threads that read and write sockets. All loops of the process are of one kind: epoll where there is it, else
/// NIO.
public final class EventLoops {
    static {
        // Epoll is of an older patch release than the rest of Netty (see pom.xml), which Armeria would warn of.
        System.setProperty("com.linecorp.armeria.warnNettyVersions", "false");
    }

    private EventLoops() {}

    /// Threads for connections, shared by all ports; whoever asked for them shuts them down.
    public static EventLoopGroup workers(int threads) {
        return new Quick(threads, "rubato-io");
    }

    /// One thread that accepts connections of one port.
    static EventLoopGroup acceptor(String name) {
        return new Quick(1, name);
    }

    /// What accepts connections on loops of this kind.
    public static Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    private static IoHandlerFactory handlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /// Does not linger for two seconds when it is shut down, as Netty's groups do unless told otherwise.
    private static final class Quick extends MultiThreadIoEventLoopGroup {
        Quick(int threads, String name) {
            super(threads, new DefaultThreadFactory(name, true), handlers());
        }

        @Override
        public Future<?> shutdownGracefully() {
            return shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
