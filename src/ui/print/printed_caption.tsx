import { useEffect, useState } from 'react';
import { captionOf } from '../pictures/caption';
import type { Origin } from '../pictures/picture';
import { followPrinting } from './printing';
import './print.css';

followPrinting();

/** What heads a printed page: what was measured, the hash of its config, the machine, and the day. */
export function PrintedCaption({ origin: { about, file, config, adapter } }: { readonly origin: Origin }) {
  const [caption, setCaption] = useState('');
  useEffect(() => {
    let gone = false;
    const show = (words: string) => {
      if (!gone) setCaption(words);
    };
    void captionOf({ about, file, config, adapter }).then(show);
    return () => {
      gone = true;
    };
  }, [about, file, config, adapter]);
  return <p className="printed-caption">{caption}</p>;
}
