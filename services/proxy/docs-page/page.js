// Shows the OpenAPI document that this server serves. Everything is put in as text: nothing of it becomes markup.

/**
 * @typedef {{ type?: string | string[], description?: string, enum?: unknown[], const?: unknown, $ref?: string,
 *   properties?: Record<string, Schema>, required?: string[], items?: Schema, anyOf?: Schema[] }} Schema
 * @typedef {{ name: string, in: string, required?: boolean, description?: string, schema?: Schema, $ref?: string }} Parameter
 * @typedef {{ description?: string, $ref?: string, content?: Record<string, { schema?: Schema }> }} Answer
 * @typedef {{ operationId: string, summary: string, description?: string, tags: string[], parameters: Parameter[],
 *   requestBody?: { content: Record<string, { schema?: Schema }> }, responses: Record<string, Answer> }} Operation
 * @typedef {{ info: { description: string, version: string }, tags: { name: string }[],
 *   paths: Record<string, Record<string, Operation>>, components: Record<string, Record<string, unknown>> }} Api
 * @typedef {{ method: string, path: string, operation: Operation }} Entry
 */

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/**
 * Text in which backquotes mark code.
 * @param {string} text
 */
function prose(text) {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : element('code', {}, part)));
}

/**
 * @param {string[]} heads
 * @param {(Node | string)[][][]} rows
 */
function table(heads, rows) {
  const head = element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)));
  const body = rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, ...cell))));
  return element(
    'div',
    { class: 'scroll' },
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...body)),
  );
}

/**
 * @template T
 * @param {Api} api
 * @param {T & { $ref?: string }} value
 * @returns {T}
 */
function resolve(api, value) {
  const [, kind, name] = /^#\/components\/(\w+)\/(.+)$/.exec(value.$ref ?? '') ?? [];
  return kind === undefined || name === undefined ? value : /** @type {T} */ (api.components[kind]?.[name]);
}

/** @param {Schema} schema @returns {string} */
function kindOf(schema) {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(kindOf).join(' | ');
  if (schema.type === 'array') return `${kindOf(schema.items ?? {})}[]`;
  return [schema.type ?? 'any'].flat().join(' | ');
}

/**
 * Every field of a schema, those of its parts with their path.
 * @param {Schema} schema
 * @param {string} prefix
 * @returns {(Node | string)[][][]}
 */
function fields(schema, prefix = '') {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const path = `${prefix}${name}`;
    const needed = schema.required?.includes(name) === true ? ' *' : '';
    const row = [[element('code', {}, path), needed], [kindOf(member)], prose(member.description ?? '')];
    const inner =
      member.items?.properties === undefined
        ? fields(member, `${path}.`)
        : fields(member.items, `${path}[].`);
    return [row, ...inner];
  });
}

/**
 * @param {string} title
 * @param {Record<string, { schema?: Schema }>} content
 */
function contentView(title, content) {
  return Object.entries(content).map(([type, { schema = {} }]) => {
    const rows = fields(schema);
    const heading = element('p', {}, `${title} `, element('code', {}, type));
    return element(
      'div',
      {},
      heading,
      ...(rows.length === 0 ? [] : [table(['field', 'type', 'meaning'], rows)]),
    );
  });
}

/** @param {Api} api @param {Entry} entry */
function operationView(api, { method, path, operation }) {
  const parameters = operation.parameters.map((parameter) => resolve(api, parameter));
  const parameterRows = parameters.map(({ name, in: where, required, description = '', schema = {} }) => [
    [element('code', {}, name), required === true ? ' *' : ''],
    [where],
    [kindOf(schema)],
    prose(description),
  ]);
  return element(
    'details',
    { id: operation.operationId },
    element(
      'summary',
      {},
      element('span', { class: `method ${method}` }, method.toUpperCase()),
      element('code', {}, path),
      element('span', { class: 'soft' }, ` ${operation.summary}`),
    ),
    ...(operation.description === undefined ? [] : [element('p', {}, ...prose(operation.description))]),
    ...(parameterRows.length === 0 ? [] : [table(['parameter', 'in', 'type', 'meaning'], parameterRows)]),
    ...contentView('Request', operation.requestBody?.content ?? {}),
    ...contentView('Answer', operation.responses['200']?.content ?? {}),
    table(
      ['status', 'meaning'],
      Object.entries(operation.responses).map(([status, response]) => [
        [element('code', {}, status)],
        prose(resolve(api, response).description ?? ''),
      ]),
    ),
  );
}

/** @param {Api} api @returns {Entry[]} */
function entriesOf(api) {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
}

function openLinked() {
  const linked = document.getElementById(location.hash.slice(1));
  if (!(linked instanceof HTMLDetailsElement)) return;
  linked.open = true;
  linked.scrollIntoView();
}

/** @param {Api} api */
function show(api) {
  const entries = entriesOf(api);
  for (const { name } of api.tags) {
    const own = entries.filter(({ operation }) => operation.tags.includes(name));
    const links = own.map(({ method, path, operation }) =>
      element(
        'li',
        {},
        element('a', { href: `#${operation.operationId}` }, `${method.toUpperCase()} ${path}`),
      ),
    );
    document.getElementById('contents')?.append(element('h2', {}, name), element('ul', {}, ...links));
    document
      .getElementById('operations')
      ?.append(element('h2', {}, name), ...own.map((entry) => operationView(api, entry)));
  }
  document.getElementById('about')?.replaceChildren(`Version ${api.info.version}. ${api.info.description}`);
  addEventListener('hashchange', openLinked);
  openLinked();
}

async function load() {
  try {
    const response = await fetch('/api-docs/openapi.json');
    if (!response.ok) throw new Error(`status ${response.status}`);
    show(/** @type {Api} */ (await response.json()));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    document.getElementById('about')?.replaceChildren(`The OpenAPI document cannot be read: ${reason}.`);
  }
}

void load();
