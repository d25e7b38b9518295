/**
 * The group of all modules that an entry loads at once, for `codeSplitting` of Rolldown. Without it, each set of parts that load later and
 * share some of these modules makes another chunk: a hundred requests, and each compressed by itself.
 *
 * @param {string} name of the chunk
 */
export function firstLoadGroup(name) {
  /** @type {Map<string, boolean>} */
  const known = new Map();
  /**
   * @param {string} id
   * @param {import('rolldown').ChunkingContext} context
   * @returns {boolean} whether an entry imports the module, directly or not
   */
  const atOnce = (id, context) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const info = context.getModuleInfo(id);
    if (!info) return false;
    // In a cycle of imports the answer may be no: such a module gets a chunk as without this group.
    known.set(id, info.isEntry);
    const reached = info.isEntry || info.importers.some(importer => atOnce(importer, context));
    known.set(id, reached);
    return reached;
  };
  return {
    debugName: name,
    /**
     * @param {string} id
     * @param {import('rolldown').ChunkingContext} context
     */
    name: (id, context) => (atOnce(id, context) ? name : null),
  };
}
