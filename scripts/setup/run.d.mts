// What TypeScript needs to know of run.mjs, which is plain JavaScript so that any Node can run it.

/** Where npm put the Node 24 of a platform, whether or not it is there. */
export function installedNode(platform?: string, arch?: string): string
