#!/usr/bin/env node
// Plain enough for any Node to read, so that an old one gets a sentence and not a syntax error.
const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(`cenote: needs Node 24 or newer, and this is ${process.version}\n`)
  process.exitCode = 1
} else {
  // Compiled code is kept between starts, which halves them.
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const { run } = await import('./command/run.ts')
  const code = await run(process.argv.slice(2))
  if (code !== undefined) process.exitCode = code
}

export {}
