/** A text that ships with the page. Rejects with an Error that says what to do. */
export async function fetchCorpus(name: string): Promise<string> {
  const response = await fetch(new URL(`corpora/${name}.txt`, document.baseURI));
  if (!response.ok) throw new Error(`The text '${name}' could not be loaded (${response.status}). Reload the page.`);
  return response.text();
}
