// Builds the face over the made-up bridge, for `npm run looks` (look.ts).
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

export default defineConfig({
  root: resolve(import.meta.dirname, '../../..'),
  plugins: [react(), tailwind()],
  build: {
    outDir: 'out/face',
    assetsInlineLimit: 0,
    target: 'esnext',
    rollupOptions: { input: resolve(import.meta.dirname, 'index.html') },
  },
})
