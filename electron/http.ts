// What built threads read in the place of node:http (electron.vite.config.ts says why). It must never give anything but Node's own.
const http = process.getBuiltinModule('node:http')

export default http
export const { createServer, request } = http
