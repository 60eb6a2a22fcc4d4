"""OpenAI's SDK for Python at work for sdk-python.test.ts.

Reads one JSON command a line: {"scenario": name, "url": base URL, "args": {...}}. Answers one JSON line:
{"value": ...} with what the SDK gave, or {"raised": {...}} with what it threw.
"""

import asyncio
import io
import json
import sys

import openai

SCENARIOS = {}


def scenario(function):
    SCENARIOS[function.__name__] = function
    return function


def client_for(url, **options):
    return openai.OpenAI(base_url=url, api_key="any", max_retries=0, timeout=60, **options)


def async_client_for(url):
    return openai.AsyncOpenAI(base_url=url, api_key="any", max_retries=0, timeout=60)


@scenario
def chat(url, args):
    completion = client_for(url).chat.completions.create(**args)
    return completion.model_dump(exclude_unset=True)


@scenario
def chat_stream(url, args):
    stream = client_for(url).chat.completions.create(stream=True, **args)
    text, reasons, usage = "", [], None
    for chunk in stream:
        usage = chunk.usage or usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            if choice.finish_reason:
                reasons.append(choice.finish_reason)
    return {"text": text, "reasons": reasons, "usage": usage and usage.model_dump(exclude_unset=True)}


@scenario
def chat_helper(url, args):
    """The helper that puts a stream together, with its events."""
    with client_for(url).chat.completions.stream(**args) as stream:
        kinds = sorted({event.type for event in stream})
        final = stream.get_final_completion()
    return {"kinds": kinds, "final": final.model_dump(exclude_unset=True)}


@scenario
def parse(url, args):
    """A pydantic model as the JSON schema, and its instance back."""
    from pydantic import BaseModel

    class Seen(BaseModel):
        animal: str
        legs: int

    completion = client_for(url).chat.completions.parse(response_format=Seen, **args)
    parsed = completion.choices[0].message.parsed
    return {"animal": parsed.animal, "legs": parsed.legs}


@scenario
def chat_async(url, args):
    async def run():
        async with async_client_for(url) as client:
            whole = await client.chat.completions.create(**args)
            stream = await client.chat.completions.create(stream=True, **args)
            texts = [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]
            return {"whole": whole.choices[0].message.content, "streamed": "".join(texts)}

    return asyncio.run(run())


@scenario
def embed(url, args):
    answer = client_for(url).embeddings.create(**args)
    vectors = [[round(number, 5) for number in item.embedding] for item in answer.data]
    return {"vectors": vectors, "indexes": [item.index for item in answer.data], "tokens": answer.usage.total_tokens}


@scenario
def complete(url, args):
    return client_for(url).completions.create(**args).model_dump(exclude_unset=True)


@scenario
def complete_stream(url, args):
    stream = client_for(url).completions.create(stream=True, **args)
    return "".join(choice.text for chunk in stream for choice in chunk.choices)


@scenario
def respond(url, args):
    response = client_for(url).responses.create(**args)
    return {"text": response.output_text, "status": response.status, "id": response.id}


@scenario
def respond_stream(url, args):
    numbers, kinds = [], []
    with client_for(url).responses.stream(**args) as stream:
        for event in stream:
            kinds.append(event.type)
            numbers.append(getattr(event, "sequence_number", None))
        final = stream.get_final_response()
    output = [item.model_dump(exclude_unset=True, exclude={"parsed_arguments"}) for item in final.output]
    return {"kinds": kinds, "numbers": numbers, "text": final.output_text, "output": output}


@scenario
def models(url, args):
    client = client_for(url)
    listed = [model.id for model in client.models.list()]
    return {"listed": listed, "one": client.models.retrieve(args["model"]).id}


@scenario
def retry(url, args):
    client = client_for(url).with_options(max_retries=2)
    return client.chat.completions.create(**args).choices[0].message.content


@scenario
def abort_stream(url, args):
    """Leaves after the first chunk."""
    stream = client_for(url).chat.completions.create(stream=True, **args)
    first = next(iter(stream)).choices[0].delta.content
    stream.close()
    return first


@scenario
def abort_whole(url, args):
    """Gives up a request that is not answered, when a line on the standard input says so."""

    async def run():
        async with async_client_for(url) as client:
            asked = asyncio.create_task(client.chat.completions.create(**args))
            await asyncio.to_thread(sys.stdin.readline)
            asked.cancel()
            try:
                await asked
            except asyncio.CancelledError:
                return "cancelled"

    return asyncio.run(run())


@scenario
def files(url, args):
    """What Strata does not understand: an upload, a binary answer, a deletion."""
    client = client_for(url)
    made = client.files.create(file=("notes.jsonl", io.BytesIO(args["text"].encode())), purpose="batch")
    speech = client.audio.speech.create(model="tts-1", voice="alloy", input="Hello").read()
    gone = client.files.delete(made.id)
    return {"id": made.id, "speech": speech.hex(), "deleted": gone.deleted}


def described(error):
    described = {"type": type(error).__name__, "families": [base.__name__ for base in type(error).__mro__]}
    for name in ("status_code", "code", "request_id"):
        described[name] = getattr(error, name, None)
    return described


def run(command):
    try:
        return {"value": SCENARIOS[command["scenario"]](command["url"], command["args"])}
    except Exception as error:
        return {"raised": described(error)}


def main():
    for line in iter(sys.stdin.readline, ""):
        print(json.dumps(run(json.loads(line))), flush=True)


main()
