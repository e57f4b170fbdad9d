//! Runs the parser over a page, and stops it as soon as the page is beyond what may be read.
//!
//! The builder of the tree walks its stack of open elements for some tags and repeats formatting elements that were never
//! closed. Both grow with the product of two things a page controls, so depth and nodes are looked at after every token.

use super::bounds::{too_deep, too_large};
use super::tokenizer::Tokenizer;
use super::tree_builder::{Growing, Grown};
use crate::Reject;
use html5ever::interface::TreeSink;
use html5ever::tokenizer::TokenSink;
use html5ever::tree_builder::TreeBuilder;

/// The tree of a page, complete.
pub(super) fn grow(html: &str) -> Result<Grown, Reject> {
    let tree = TreeBuilder::new(Growing::new(Grown::with_capacity(html.len())), Default::default());
    let mut tokens = Tokenizer::new(html, &tree);
    while tokens.step()? {
        let (large, deep) = tree.sink.look(|grown| (grown.is_too_large(), grown.is_too_deep()));
        if deep {
            return Err(too_deep());
        }
        if large {
            return Err(too_large());
        }
    }
    drop(tokens);
    tree.end();
    Ok(tree.sink.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tree_builder::{Content, NONE, ROOT};
    use html5ever::TokenizerResult;
    use html5ever::buffer_queue::BufferQueue;
    use html5ever::tendril::StrTendril;
    use html5ever::tokenizer::Tokenizer as Reference;

    /// The same page read by the tokenizer that the builder of the tree comes with.
    fn grow_by_reference(html: &str) -> Grown {
        let tree = TreeBuilder::new(Growing::new(Grown::with_capacity(html.len())), Default::default());
        let tokenizer = Reference::new(tree, Default::default());
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from_slice(html));
        while let TokenizerResult::Script(_) | TokenizerResult::EncodingIndicator(_) = tokenizer.feed(&queue) {}
        tokenizer.end();
        tokenizer.sink.sink.finish()
    }

    fn show(grown: &Grown, id: u32, out: &mut String) {
        let node = &grown.nodes[id as usize];
        let piece = |range: &std::ops::Range<u32>| grown.text.get(range.start as usize..range.end as usize).unwrap();
        match &node.content {
            Content::Text(text) => out.push_str(&format!("{:?}", piece(text))),
            Content::Element(name, attributes) => {
                out.push_str(&format!("<{name}"));
                for (name, value) in &grown.attributes[attributes.start as usize..attributes.end as usize] {
                    out.push_str(&format!(" {}={:?}", grown.attribute_names[*name as usize], piece(value)));
                }
                out.push('>');
            }
            Content::Other => out.push('*'),
        }
        let mut child = node.first;
        while child != NONE {
            show(grown, child, out);
            child = grown.nodes[child as usize].next;
        }
        out.push(';');
    }

    fn trees(html: &str) -> [String; 2] {
        [grow(html).unwrap(), grow_by_reference(html)].map(|grown| {
            let mut out = String::new();
            show(&grown, ROOT, &mut out);
            out
        })
    }

    #[test]
    fn pages_are_read_as_by_the_tokenizer_of_the_standard() {
        for html in [
            "<!doctype html><p>one<table><td>two",
            "<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 3.2//EN'><p>one<table>two",
            "<!doctype html public '-//W3C//DTD HTML 4.01 Transitional//EN'><p><table>",
            "<!doctype html system 'a>b'><p><table>",
            "<!doctype><p><table>",
            "<!doctype html",
            "\u{feff}<p>x",
            "a &amp; b &amp c &lt&gt; &notit; &copy=1 &unknown; &; & &#65;&#x41 &#128;&#0;&#xd800;&#x110000; &#; &#x;",
            "<a href='?a=1&copy=2&amp;b&lt;c&notin;' href=2 =x b=c/>x</a id=1>y",
            "<A HREF=X/ Title=\"a\r\nb\rc\">\r\nd\re",
            "<br/ a><br / ><br a/=b>",
            "<!-->a<!--->b<!---->c<!--x--!>d<!-- -- > -->e<!--!>f",
            "<!-- no end",
            "</>a</ b>c<?d>e<!f>g<h i='",
            "1 < 2 <3 < </",
            "<title>a &amp; <b> </titles></TITLE x>c",
            "<textarea>\n<p></textarea><pre>\r\n\nx",
            "<style>a<b></style ><script>'</scripty>' <!-- <script> </script> --> </script>x",
            "<script><!-- </script>x<script><!--><script></script>y",
            "<script><!-- <script a> </script> - -- </script>z",
            "<noscript><p>x</noscript><plaintext>a<b></plaintext>",
            "<svg><![CDATA[a<b>]]>\0c</svg><![CDATA[d]]><math><p>",
            "a\0b<p title='\0'>\0<title>\0</title><x\0y \0z>",
            "<blockquote class=é>é<xmp>é</xmp><É>",
            "<i><b><p>x</i>y</b>z<table><tr><i>q</table>",
        ] {
            let [own, reference] = trees(html);
            assert_eq!(own, reference, "{html:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_is_read_as_by_the_tokenizer_of_the_standard(
            html in "(</?(p|b|a|table|td|TITLE|textarea|script|style|svg|select|blockquote|plaintext)( x)?( Y=('[^'\\x00]{0,3}'|\"&lt[ =;]\"|z|))?/?>\
                     |&(amp|lt|not|notin|x|#65|#x41|#0|#128|#)[;=a ]?|<!--|-->|--!>|-|!|<!doctype (html|x)>|<!\\[CDATA\\[|\\]\\]>\
                     |\r\n|\r|\n|\\x00|<|>|</|'|\"|=|/|script|w |é){0,40}"
        ) {
            let [own, reference] = trees(&html);
            proptest::prop_assert_eq!(own, reference);
        }
    }
}
