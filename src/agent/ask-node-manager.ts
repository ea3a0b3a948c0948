/** Asks the NodeManager's web service at `nodeManager` about one of its containers. Rejects where nobody answers. */
export const askNodeManager = (nodeManager: string, container: string): Promise<Response> =>
  fetch(`${nodeManager}/ws/v1/node/containers/${container}`, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(10_000),
  });
