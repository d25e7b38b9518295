import type { Unroll } from '../../public/unroll';
import type { Scripting } from '../../src/ui/scripting';

/** The type check fails here when the types that scripts get are not those of the page: what one has, the other takes, both ways. */
export function forScripts(page: Scripting): Unroll {
  return page;
}

export function ofPage(scripts: Unroll): Scripting {
  return scripts;
}
