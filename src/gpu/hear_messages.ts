/** Resolves after the messages that wait for this thread. A timer would wait for milliseconds in a browser. */
export function hearMessages(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
