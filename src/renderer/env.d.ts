// Tells the type-checker about files that only the bundler understands. It declares nothing else.
declare module '*.css'
declare module '*.svg' {
  /** The address of the file as it is served. */
  const address: string
  export default address
}
