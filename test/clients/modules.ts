/**
 * Serves the packages of node_modules to browsers, module by module, as a bundler would resolve them: for
 * libraries that publish nothing which a page can load by itself.
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'

// Packages are found by their real paths, and node_modules may be a link.
const root = dirname(realpathSync(join(import.meta.dirname, '../../node_modules')))
const conditions: ReadonlySet<string> = new Set(['browser', 'import', 'module', 'default'])

type Exports = string | { readonly [name: string]: Exports }

/** What a package exports under a name, by the first condition that holds here. */
const targetOf = (exported: Exports | undefined): string | undefined => {
  if (exported === undefined || typeof exported === 'string') return exported
  const found = Object.entries(exported).find(([name, to]) => conditions.has(name) && targetOf(to) !== undefined)
  return found && targetOf(found[1])
}

/** A file by a path that may leave out how it ends. */
const fileAt = (path: string): string => {
  const ends = ['', '.mjs', '.js', '/index.mjs', '/index.js']
  const found = ends.map((end) => path + end).find((file) => existsSync(file) && statSync(file).isFile())
  if (!found) throw new Error(`there is no module ${path}`)
  return found
}

const packageFile = (specifier: string, from: string): string => {
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
  const manifest = findPackageJSON(name, pathToFileURL(from))
  if (!manifest) throw new Error(`there is no package ${name}`)
  const { exports, module, main = 'index.js' } = JSON.parse(readFileSync(manifest, 'utf8'))
  const subpath = `.${specifier.slice(name.length)}`
  const named = typeof exports === 'string' ? { '.': exports } : exports
  const target = named ? targetOf(named[subpath] ?? (subpath === '.' ? named : undefined)) : undefined
  return fileAt(join(dirname(manifest), target ?? (subpath === '.' ? (module ?? main) : subpath)))
}

/** The file that a package has for browsers in place of one of its own (`browser` in package.json). */
const forBrowsers = (file: string): string => {
  const manifest = findPackageJSON(pathToFileURL(file))
  const { browser } = manifest ? JSON.parse(readFileSync(manifest, 'utf8')) : {}
  if (!manifest || typeof browser !== 'object') return file
  const own = `./${relative(dirname(manifest), file)}`
  const other = browser[own] ?? browser[own.replace(/\.js$/, '')]
  return typeof other === 'string' ? fileAt(join(dirname(manifest), other)) : file
}

const addressOf = (specifier: string, from: string): string => {
  const file = specifier.startsWith('.') ? fileAt(join(dirname(from), specifier)) : packageFile(specifier, from)
  return `/${relative(root, forBrowsers(realpathSync(file)))}`
}

/** Imports stand at the start of a line, or are calls; what is indented is an example in a comment. */
const IMPORT = /(^(?:import|export)\s*(?:[\w*{}\s,$]*?\sfrom\s*)?|\bimport\()(['"])([^'"]+)\2/gm

const texts = new Map<string, string>()

/** The text of a module, whose imports a browser can follow. `path` begins with `/node_modules/`. */
export const readModule = (path: string): string => {
  const file = join(root, path)
  const text =
    texts.get(path) ??
    readFileSync(file, 'utf8').replace(
      IMPORT,
      (_, before, quote, specifier) => `${before}${quote}${addressOf(specifier, file)}${quote}`,
    )
  texts.set(path, text)
  return text
}

/** The address of a package's own module. */
export const moduleOf = (specifier: string): string => addressOf(specifier, import.meta.filename)
