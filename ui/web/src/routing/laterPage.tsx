import { type ComponentType, useEffect, useState } from "react";

/**
 * A page whose code is loaded when it is first opened. It is drawn as soon as the code is there: React's own
 * Suspense would keep the empty page for 300 ms.
 */
export function laterPage<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Loaded: ComponentType<P> | null = null;
  return function LaterPage(props: P) {
    const [failure, setFailure] = useState<{ error: unknown } | null>(null);
    const [, setArrived] = useState(Loaded !== null);
    useEffect(() => {
      if (Loaded) return;
      load().then(
        (page) => {
          Loaded = page;
          setArrived(true);
        },
        (error: unknown) => setFailure({ error }),
      );
    }, []);
    if (failure) throw failure.error;
    return Loaded ? <Loaded {...props} /> : <main className="page" id="main" aria-busy="true" />;
  };
}
