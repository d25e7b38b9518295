import 'react';

declare module 'react' {
  interface CSSProperties {
    readonly [custom: `--${string}`]: string | number | undefined;
  }
}
