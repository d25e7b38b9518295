import { createContext } from 'react';
import type { SheetName } from '../stores/sheet';

/** The sheet that holds a part on a small screen, also while it lies beside the charts of a large one; null: no sheet does. */
export const SheetAround = createContext<SheetName | null>(null);
